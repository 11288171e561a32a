import { Type } from 'typebox';
import { unpackReading } from '../../engine/kept-reading.ts';
import type { ProcessPool } from '../../engine/process-pool.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import type { DeskFile } from '../../storage/file-list.ts';
import { requireOriginal } from '../require-original.ts';
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
      const file = await requireFile(database, workspaceId, fileId);
      requireOriginal(file);
      const page = await findPage(blobs, file, number);
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
      requireOriginal(file);
      const { mediaType, name } = file;
      if (mediaType !== 'application/pdf' && !mediaType.startsWith('image/')) {
        throw missing('picture of page', String(page));
      }
      // As it was read, so that the boxes of its words fit.
      const rotation = (await findPage(blobs, file, page))?.rotation ?? 0;
      await using copy = await blobs.localCopy(file.blobKey);
      const widthPixels = query.width ?? widthDefault;
      const task = { path: copy.path, name, mediaType, page, widthPixels, rotation };
      const picture = await pool.run<'pageImage'>({ kind: 'pageImage', ...task });
      reply.headers({
        'content-type': 'image/webp',
        // An original never changes; a deleted one is not asked for again.
        'cache-control': 'private, max-age=86400, immutable',
      });
      return reply.send(Buffer.from(picture));
    },
  });
}

async function findPage(blobs: BlobStore, { readingKey }: DeskFile, number: number) {
  const reading = readingKey === undefined ? undefined : unpackReading(await readBlob(blobs, readingKey));
  return reading?.pages.find((page) => page.number === number);
}
