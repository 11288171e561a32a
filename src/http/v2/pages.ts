import { Type } from 'typebox';
import { unpackReading } from '../../engine/kept-reading.ts';
import type { ProcessPool } from '../../engine/process-pool.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { missing, requireFile } from './missing.ts';
import { readBlob } from './read-blob.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Files';
const params = Type.Object({
  fileId: schemas.id('Id of a file'),
  page: Type.Integer({ minimum: 1, description: 'From 1' }),
});

const widthDefault = 1_000;

/** The words and where they stand: enough to draw pages of formats that have no picture. */
export function readPage(database: Database, blobs: BlobStore) {
  return resource({
    name: 'pages.read',
    tag,
    summary: 'Read the words of a page',
    params,
    answer: schemas.page,
    handle: async ({ params: { fileId, page: number }, caller: { workspaceId } }) => {
      const { readingKey } = await requireFile(database, workspaceId, fileId);
      const reading = readingKey && unpackReading(await readBlob(blobs, readingKey));
      const page = reading ? reading.pages.find((candidate) => candidate.number === number) : undefined;
      if (page === undefined) throw missing('page', String(number));
      const words = page.lines.flatMap((line) =>
        line.words.map(({ text, box }) => ({ text, box: [...box] })),
      );
      return { number, width: page.width, height: page.height, source: page.source, words };
    },
  });
}

export function readPagePicture(database: Database, blobs: BlobStore, pool: ProcessPool) {
  return resource({
    name: 'pages.picture',
    tag,
    summary: 'See a page as a picture',
    description:
      'Upright. Formats without pages of their own (text, Office, mail) have none: 404, draw the words.',
    params,
    query: Type.Object({
      width: Type.Optional(Type.Integer({ minimum: 50, maximum: 2_000, default: widthDefault })),
    }),
    handle: async ({ params: { fileId, page }, query, reply, caller: { workspaceId } }) => {
      const file = await requireFile(database, workspaceId, fileId);
      await using copy = await blobs.localCopy(file.blobKey);
      const { mediaType, name } = file;
      const width = query.width ?? widthDefault;
      const task = { kind: 'pageImage' as const, path: copy.path, name, mediaType, page, widthPixels: width };
      const picture = await pool.run(task);
      if (picture === undefined) throw missing('picture of page', String(page));
      reply.headers({
        'content-type': picture.mediaType,
        // An original never changes; a deleted one is not asked for again.
        'cache-control': 'private, max-age=86400, immutable',
        'content-security-policy': "default-src 'none'",
      });
      return reply.send(Buffer.from(picture.bytes));
    },
  });
}
