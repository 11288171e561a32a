import { Readable } from 'node:stream';
import type { RouteShorthandOptionsWithHandler } from 'fastify';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ProcessPool } from '../../engine/process-pool.ts';
import { Failure } from '../../errors.ts';
import { parseFields } from '../../extraction/field.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { requireOriginal } from '../require-original.ts';
import { tried } from './detail-schemas.ts';
import { requireFile } from './missing.ts';
import { toExtracted } from './present-extraction.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';
import { templateFields } from './templates.ts';
import { receiveTriedFile, withTriedFile } from './tried-file.ts';

const storedBody = Type.Object({ fileId: schemas.id('A file that is processed'), fields: templateFields });
const isStoredBody = Compile(storedBody);

/** What an editor asks with each change: what would these fields find in this file? */
export function tryFields(
  database: Database,
  blobs: BlobStore,
  pool: ProcessPool,
): RouteShorthandOptionsWithHandler {
  const tryStored = async (workspaceId: string, { fileId, fields: given }: Static<typeof storedBody>) => {
    const fields = parseFields(given);
    const file = await requireFile(database, workspaceId, fileId);
    requireOriginal(file);
    const { readingKey, name } = file;
    if (readingKey === undefined) {
      throw new Failure('conflict', `"${name}" has not been read; wait until it is processed`);
    }
    await using copy = await blobs.localCopy(readingKey);
    return pool.run<'extract'>({ kind: 'extract', source: 'reading', path: copy.path, name, fields });
  };
  const route = resource({
    name: 'extractionTries.create',
    tag: 'Templates',
    summary: 'Extract fields that are not saved from a file',
    description:
      'A stored file by `fileId` (its kept reading is used), or one that is sent: as `multipart/form-data` with `file`, and `fields` as JSON. Nothing is stored.',
    body: storedBody,
    answer: tried,
    handle: async ({ body, request, caller: { workspaceId } }) => {
      if (request.body instanceof Readable) {
        const { file, json } = await receiveTriedFile(request, request.body, 'fields');
        const fields = parseFields(json);
        const found = await withTriedFile(blobs, file, (task) =>
          pool.run<'extract'>({ kind: 'extract', source: 'file', ...task, fields }),
        );
        return toExtracted(found.parts[0].extracted);
      }
      if (!isStoredBody.Check(body)) {
        throw new Failure('invalid_request', 'fileId and fields are required');
      }
      return toExtracted((await tryStored(workspaceId, body)).parts[0].extracted);
    },
  });
  // A form's body is a stream; both are checked by the handler.
  return { ...route, validatorCompiler: () => () => true };
}
