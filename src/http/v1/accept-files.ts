/** Uploads of both modules: they differ in the id that names where the files go, and in what it is called. */
import { Readable } from 'node:stream';
import type { FastifyRequest, RouteShorthandOptionsWithHandler } from 'fastify';
import { type TString, Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { acceptUpload } from '../../storage/accept-upload.ts';
import type { ApiKey } from '../../storage/api-key.ts';
import type { Owner } from '../../storage/batches.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import { type Database, inTransaction } from '../../storage/database.ts';
import { seesOwner } from '../../storage/key-binding.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { auditedRequest } from '../audit.ts';
import { callerOf } from '../authenticate.ts';
import { describeEndpoint, originOf } from '../endpoint.ts';
import { type FileUrls, mintFileUrl } from '../file-url.ts';
import { type CountPages, withPageCounts } from '../page-counts.ts';
import { receiveUpload, type UploadLimits } from '../upload.ts';
import type { UploadGate } from '../upload-gate.ts';
import { ownerMissing, requireBatchOf, requireOwner } from './missing.ts';
import * as schemas from './schemas.ts';

export type UploadParts = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  readonly limits: UploadLimits;
  readonly fileUrls: FileUrls;
  readonly countPages: CountPages;
  readonly uploadGate: UploadGate;
  /** Called after the commit: wakes the queue. */
  readonly onUpload: () => void;
};

export type UploadEndpoint = {
  readonly name: string;
  readonly summary: string;
  readonly tag?: string;
  readonly ownerKind: Owner['kind'];
  /** What the owner's id is called in the form and in the answer. */
  readonly idKey: 'classificationId' | 'extractionId';
  readonly idSchema: TString;
  readonly exampleId: string;
};

type Target = { readonly owner: Owner; readonly batchId: string | undefined };

export function acceptFiles(parts: UploadParts, endpoint: UploadEndpoint): RouteShorthandOptionsWithHandler {
  return {
    schema: uploadSchema(endpoint),
    // The body is a stream: receiveUpload checks it as it comes.
    validatorCompiler: () => () => true,
    handler: (request) =>
      auditedRequest(request, callerOf(request), endpoint.name, () => receive(parts, endpoint, request)),
  };
}

async function receive(parts: UploadParts, { idKey, ownerKind }: UploadEndpoint, request: FastifyRequest) {
  const { database, blobs, log, limits, fileUrls, countPages, onUpload, metrics } = parts;
  if (!(request.body instanceof Readable)) {
    throw new Failure(
      'invalid_request',
      `Send the body as multipart/form-data with the parts ${idKey} and files`,
    );
  }
  const caller = callerOf(request);
  const { workspaceId } = caller;
  const targetOf = (fields: ReadonlyMap<string, string>): Target => {
    const id = fields.get(idKey);
    if (!id) throw new Failure('invalid_request', `${idKey} is required`);
    // Forms send an empty text for "no batch yet".
    return { owner: { kind: ownerKind, id }, batchId: fields.get('batchId') || undefined };
  };
  using place = parts.uploadGate.enter(workspaceId);
  const upload = { body: request.body, contentType: request.headers['content-type'] ?? '' };
  await using staging = await receiveUpload(upload, { blobs, limits, log }, async (fields) => {
    await place.admit();
    // A client may name the owner after the files: then it is checked at the end.
    if (fields.has(idKey)) await requireTarget(database, caller, targetOf(fields));
  });
  const target = targetOf(staging.fields);
  if (staging.files.length === 0) {
    throw new Failure('invalid_request', 'files is required: send each file in a part named "files"');
  }
  const files = await withPageCounts(staging.files, blobs, countPages);
  const { batchId, fileIds } = await inTransaction(database, async (transaction) => {
    // Looked at within the transaction: it may have been deleted while the files came in.
    await requireTarget(transaction, caller, target);
    return acceptUpload(transaction, { workspaceId, ...target, files });
  });
  staging.keep();
  metrics?.filesUploaded(files);
  onUpload();
  return {
    status: 'uploaded',
    [idKey]: target.owner.id,
    batchId,
    files: files.map(({ name, pageCount }, index) => {
      const fileId = fileIds[index]!;
      const url = mintFileUrl(fileUrls, originOf(request), { workspaceId, fileId, name });
      return { fileId, fileName: name, numberOfPages: pageCount, url };
    }),
  };
}

async function requireTarget(database: Database, caller: ApiKey, { owner, batchId }: Target): Promise<void> {
  if (!seesOwner(caller, owner)) throw ownerMissing(owner);
  const { workspaceId } = caller;
  if (batchId !== undefined) return requireBatchOf(database, { workspaceId, owner, batchId });
  return requireOwner(database, workspaceId, owner);
}

function uploadSchema({ name, summary, tag, idKey, idSchema, exampleId }: UploadEndpoint) {
  const { batchId, fileId } = schemas.exampleIds;
  const file = Type.Object(
    {
      fileId: schemas.fileId,
      fileName: Type.String(),
      numberOfPages: Type.Integer({ minimum: 1, description: '1 where it cannot be told at once' }),
      url: Type.String({ format: 'uri', description: 'Opens the file without a header' }),
    },
    { additionalProperties: false },
  );
  const exampleFile = {
    fileId,
    fileName: 'scan-0042.pdf',
    numberOfPages: 2,
    url: `https://mailroom.example/files/${fileId}/scan-0042.pdf?workspace=default&expires=1741468832435&signature=Zk1nJ8o2`,
  };
  return {
    ...describeEndpoint({
      name,
      summary,
      ...(tag !== undefined && { tag }),
      description:
        'Without a batchId a new batch is made. The answer comes when everything is stored for good. A file over a limit refuses the whole upload; one that cannot be read ends as `failed`, and the rest of the batch goes on.',
      answer: Type.Object(
        {
          status: Type.Literal('uploaded'),
          [idKey]: idSchema,
          batchId: schemas.batchId,
          files: Type.Array(file, { minItems: 1 }),
        },
        {
          description: 'Uploaded',
          additionalProperties: false,
          examples: [{ status: 'uploaded', [idKey]: exampleId, batchId, files: [exampleFile] }],
        },
      ),
      refusals: { 400: 'Batch does not exist', 413: 'An upload may have 1000 files at most' },
    }),
    consumes: ['multipart/form-data'],
    body: Type.Object({
      [idKey]: idSchema,
      batchId: Type.Optional(schemas.batchId),
      files: Type.Array(Type.String({ format: 'binary' }), { description: 'One part for each file' }),
    }),
  };
}
