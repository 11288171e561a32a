import { Readable } from 'node:stream';
import type { RouteShorthandOptionsWithHandler } from 'fastify';
import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { acceptUpload } from '../../storage/accept-upload.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import { findClassification } from '../../storage/classifications.ts';
import { type Database, inTransaction } from '../../storage/database.ts';
import { callerOf } from '../authenticate.ts';
import { describeEndpoint, originOf } from '../endpoint.ts';
import { type FileUrls, mintFileUrl } from '../file-url.ts';
import { type CountPages, withPageCounts } from '../page-counts.ts';
import { receiveUpload, type UploadLimits } from '../upload.ts';
import { classificationMissing, ownedBy, requireBatch } from './missing.ts';
import * as schemas from './schemas.ts';

export type UploadParts = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly log: Log;
  readonly limits: UploadLimits;
  readonly fileUrls: FileUrls;
  readonly countPages: CountPages;
  /** Called after the commit: wakes the queue. */
  readonly onUpload: () => void;
};

type Target = { readonly classificationId: string; readonly batchId: string | undefined };

export function uploadFiles(parts: UploadParts): RouteShorthandOptionsWithHandler {
  const { database, blobs, log, limits, fileUrls, countPages, onUpload } = parts;
  return {
    schema: uploadSchema,
    // The body is a stream: receiveUpload checks it as it comes.
    validatorCompiler: () => () => true,
    handler: async (request) => {
      if (!(request.body instanceof Readable)) {
        throw new Failure(
          'invalid_request',
          'Send the body as multipart/form-data with the parts classificationId and files',
        );
      }
      const { workspaceId } = callerOf(request);
      const upload = { body: request.body, contentType: request.headers['content-type'] ?? '' };
      await using staging = await receiveUpload(upload, { blobs, limits, log }, async (fields) => {
        // A client may name the classification after the files: then it is checked at the end.
        if (fields.has('classificationId')) await requireTarget(database, workspaceId, targetOf(fields));
      });
      const target = targetOf(staging.fields);
      if (staging.files.length === 0) {
        throw new Failure('invalid_request', 'files is required: send each file in a part named "files"');
      }
      const files = await withPageCounts(staging.files, blobs, countPages);
      const { batchId, fileIds } = await inTransaction(database, async (transaction) => {
        // Looked at within the transaction: it may have been deleted while the files came in.
        await requireTarget(transaction, workspaceId, target);
        const owner = ownedBy(target.classificationId);
        return acceptUpload(transaction, { workspaceId, owner, batchId: target.batchId, files });
      });
      staging.keep();
      onUpload();
      return {
        status: 'uploaded',
        classificationId: target.classificationId,
        batchId,
        files: files.map(({ name, pageCount }, index) => {
          const fileId = fileIds[index]!;
          const url = mintFileUrl(fileUrls, originOf(request), { workspaceId, fileId, name });
          return { fileId, fileName: name, numberOfPages: pageCount, url };
        }),
      };
    },
  };
}

function targetOf(fields: ReadonlyMap<string, string>): Target {
  const classificationId = fields.get('classificationId');
  if (!classificationId) throw new Failure('invalid_request', 'classificationId is required');
  // Forms send an empty text for "no batch yet".
  return { classificationId, batchId: fields.get('batchId') || undefined };
}

async function requireTarget(
  database: Database,
  workspaceId: string,
  { classificationId, batchId }: Target,
): Promise<void> {
  if (batchId !== undefined) return requireBatch(database, { workspaceId, classificationId, batchId });
  const found = await findClassification(database, workspaceId, classificationId);
  if (found === undefined) throw classificationMissing();
}

const { classificationId, batchId, fileId } = schemas.exampleIds;

const uploadSchema = {
  ...describeEndpoint({
    name: 'uploadFiles',
    summary: 'Upload files to be classified',
    description:
      'Without a batchId a new batch is made. The answer comes when everything is stored for good. A file over a limit refuses the whole upload; one that cannot be read ends as `failed`, and the rest of the batch goes on.',
    answer: Type.Object(
      {
        status: Type.Literal('uploaded'),
        classificationId: schemas.classificationId,
        batchId: schemas.batchId,
        files: Type.Array(
          Type.Object(
            {
              fileId: schemas.fileId,
              fileName: Type.String(),
              numberOfPages: Type.Integer({ minimum: 1, description: '1 where it cannot be told at once' }),
              url: Type.String({ format: 'uri', description: 'Opens the file without a header' }),
            },
            { additionalProperties: false },
          ),
          { minItems: 1 },
        ),
      },
      {
        description: 'Uploaded',
        additionalProperties: false,
        examples: [
          {
            status: 'uploaded',
            classificationId,
            batchId,
            files: [
              {
                fileId,
                fileName: 'scan-0042.pdf',
                numberOfPages: 2,
                url: `https://mailroom.example/files/${fileId}/scan-0042.pdf?workspace=default&expires=1741468832435&signature=Zk1nJ8o2`,
              },
            ],
          },
        ],
      },
    ),
    refusals: { 400: 'Batch does not exist', 413: 'An upload may have 1000 files at most' },
  }),
  consumes: ['multipart/form-data'],
  body: Type.Object({
    classificationId: schemas.classificationId,
    batchId: Type.Optional(schemas.batchId),
    files: Type.Array(Type.String({ format: 'binary' }), { description: 'One part for each file' }),
  }),
};
