import { Type } from 'typebox';
import { parseDocumentTypes } from '../../classification/parse-document-types.ts';
import type { ProcessPool } from '../../engine/process-pool.ts';
import { Failure } from '../../errors.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { requireFile } from './missing.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

/** What an editor asks with each change: how would this file be answered by these types? */
export function tryTypes(database: Database, blobs: BlobStore, pool: ProcessPool) {
  return resource({
    name: 'tries.create',
    tag: 'Classifications',
    summary: 'Classify a stored file by types that are not saved',
    description: 'The kept reading is used, so it takes milliseconds. Nothing is stored.',
    body: Type.Object({
      fileId: schemas.id('A file that is processed'),
      documentTypes: schemas.documentTypes,
      settings: Type.Optional(schemas.settings),
    }),
    answer: schemas.answer,
    handle: async ({ body, caller: { workspaceId } }) => {
      const types = parseDocumentTypes(body.documentTypes);
      const { readingKey, name } = await requireFile(database, workspaceId, body.fileId);
      if (readingKey === undefined) {
        throw new Failure('conflict', `"${name}" has not been read; wait until it is processed`);
      }
      await using copy = await blobs.localCopy(readingKey);
      const settings = body.settings ?? {};
      return pool.run({ kind: 'classify', path: copy.path, name, types, settings });
    },
  });
}
