import { Readable } from 'node:stream';
import type { FastifyRequest, RouteShorthandOptionsWithHandler } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parseDocumentTypes } from '../../classification/parse-document-types.ts';
import type { ProcessPool } from '../../engine/process-pool.ts';
import { Failure } from '../../errors.ts';
import { taughtExamples } from '../../jobs/taught-examples.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { requireOriginal } from '../require-original.ts';
import * as definitions from './definition-schemas.ts';
import { requireClassification, requireFile } from './missing.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';
import { receiveTriedFile, withTriedFile } from './tried-file.ts';

const types = { documentTypes: definitions.documentTypes, settings: Type.Optional(definitions.settings) };
const storedBody = Type.Object({ fileId: schemas.id('A file that is processed'), ...types });
const sentBody = Type.Object(types);
const isStoredBody = Compile(storedBody);
const isSentBody = Compile(sentBody);

/** What an editor asks with each change: how would this file be answered by these types? */
export function tryTypes(
  database: Database,
  blobs: BlobStore,
  pool: ProcessPool,
): RouteShorthandOptionsWithHandler {
  const route = resource({
    name: 'tries.create',
    tag: 'Classifications',
    summary: 'Classify a file by types that are not saved',
    description:
      'A stored file by `fileId` (the kept reading is used, so it takes milliseconds), or one that is sent: as `multipart/form-data` with `file`, and `types` as JSON of the other keys. Nothing is stored.',
    body: storedBody,
    answer: schemas.answer,
    handle: async ({ body, request, caller: { workspaceId } }) => {
      if (request.body instanceof Readable) return trySent(request, request.body, blobs, pool);
      if (!isStoredBody.Check(body)) throw invalid('fileId and documentTypes are required');
      const types = parseDocumentTypes(body.documentTypes);
      const file = await requireFile(database, workspaceId, body.fileId);
      requireOriginal(file);
      const { readingKey, name, owner, sha256 } = file;
      if (readingKey === undefined) {
        throw new Failure('conflict', `"${name}" has not been read; wait until it is processed`);
      }
      await using copy = await blobs.localCopy(readingKey);
      const task = { kind: 'classify', path: copy.path, name, types, settings: body.settings ?? {} } as const;
      // A file of a template lies in no classification that could have learned.
      if (owner.kind === 'template') return pool.run<'classify'>({ ...task, examples: [] });
      const { version } = await requireClassification(database, workspaceId, owner.id);
      const key = { workspaceId, classificationId: owner.id, version };
      await using taught = await taughtExamples({ database, blobs }, key, types);
      return pool.run<'classify'>({ ...task, examples: taught.without(sha256) });
    },
  });
  // A form's body is a stream; both are checked by the handler.
  return { ...route, validatorCompiler: () => () => true };
}

async function trySent(request: FastifyRequest, body: Readable, blobs: BlobStore, pool: ProcessPool) {
  const { file, json } = await receiveTriedFile(request, body, 'types');
  if (!isSentBody.Check(json)) {
    throw invalid('Send documentTypes, and settings, as JSON in a part named "types"');
  }
  const types = parseDocumentTypes(json.documentTypes);
  const answering = { types, settings: json.settings ?? {}, examples: [] };
  const { answer } = await withTriedFile(blobs, file, (task) =>
    pool.run<'process'>({ kind: 'process', ...task, ...answering }),
  );
  return answer;
}

function invalid(message: string): Failure {
  return new Failure('invalid_request', message);
}
