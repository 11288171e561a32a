import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import FormData from 'form-data';
import type { PlainResult } from '../src/extraction/extracted.ts';
import { type AppParts, createApp, type HttpSettings } from '../src/http/app.ts';
import { createUploadGate, type GateLimits } from '../src/http/upload-gate.ts';
import { createLog } from '../src/log.ts';
import { createApiKey } from '../src/storage/api-keys.ts';
import type { BlobStore } from '../src/storage/blobs.ts';
import { type Database, inTransaction } from '../src/storage/database.ts';
import { openDiskBlobs } from '../src/storage/disk-blobs.ts';
import { finishExtraction } from '../src/storage/finish-extraction.ts';
import { failFile, finishFile } from '../src/storage/finish-file.ts';
import { openTemporaryDatabase } from '../src/storage/temporary-database.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';

export type Json = Record<string, any>;

/** The HTTP part on a real database and real files, without a port and without workers. */
export type TestApp = AsyncDisposable & {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly key: string;
  readonly workspaceId: string;
  /** How often the queue was woken. */
  readonly wakes: () => number;
  readonly blobCount: () => Promise<number>;
};

const settings: HttpSettings = {
  publicUrl: 'http://mailroom.test',
  trustedProxies: [],
  fileBytesMax: 100_000,
  filesPerUploadMax: 5,
  fileUrlTtlMs: 60_000,
  requestsPerMinute: 10_000,
  lowerCaseTypes: false,
  batchResultsStatus: undefined,
  // The types below link to an extraction that is not there.
  acceptUnknownExtractions: true,
};

const gateLimits: GateLimits = { uploadsMax: 64, openJobsMax: 1000, freeBytesMin: 0 };

export async function openTestApp(
  changes: Partial<HttpSettings & GateLimits> = {},
  countPages: AppParts['countPages'] = async () => 1,
): Promise<TestApp> {
  await using stack = new AsyncDisposableStack();
  const { database, dataDir } = stack.use(await openTemporaryDatabase());
  const blobs = await openDiskBlobs(join(dataDir, 'blobs'));
  const { id: workspaceId } = await createWorkspace(database, 'test');
  const { key } = await createApiKey(database, { workspaceId, name: 'test' });
  let wakes = 0;
  const app = await createApp({
    database,
    blobs,
    log: createLog('silent'),
    settings: { ...settings, ...changes },
    signingKey: Buffer.alloc(32, 7),
    countPages,
    uploadGate: createUploadGate(database, { dataDir, limits: { ...gateLimits, ...changes } }),
    onUpload: () => {
      wakes += 1;
    },
  });
  stack.defer(() => app.close());
  const owned = stack.move();
  return {
    app,
    database,
    blobs,
    key,
    workspaceId,
    wakes: () => wakes,
    blobCount: async () => (await Array.fromAsync(blobs.list())).length,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export const classifications = '/api/v1/documentClassification';

/** For what only a socket shows. Ends with the app. */
export function listen({ app }: TestApp): Promise<string> {
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** A JSON call; `raw` is the body as it came. */
export async function call(
  { app, key }: Pick<TestApp, 'app' | 'key'>,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
) {
  const response = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  return { status: response.statusCode, raw: response.body, json: response.json() as Json, response };
}

export const someTypes = [
  { name: 'Invoice', description: 'A request for payment', uniqueWords: ['bill to'], extractionId: '-Ex1' },
  { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['paid'] },
];

export async function createSomeClassification(app: TestApp): Promise<string> {
  const { json } = await call(app, 'POST', `${classifications}/createClassification`, {
    classificationDetails: { name: 'Inbox', documentTypes: someTypes },
  });
  return json.classificationId;
}

export type UploadFile = {
  readonly name: string;
  readonly content: string | Buffer;
  readonly field?: string;
};

export async function upload(
  { app, key }: Pick<TestApp, 'app' | 'key'>,
  fields: Readonly<Record<string, string>>,
  files: readonly UploadFile[],
  url = `${classifications}/uploadFiles`,
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append(file.field ?? 'files', file.content, { filename: file.name });
  return post({ app, key }, form.getHeaders(), form.getBuffer(), url);
}

export async function post(
  { app, key }: Pick<TestApp, 'app' | 'key'>,
  headers: Readonly<Record<string, string>>,
  payload: string | Buffer,
  url = `${classifications}/uploadFiles`,
) {
  const response = await app.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${key}`, ...headers },
    payload,
  });
  return { status: response.statusCode, raw: response.body, json: response.json() as Json };
}

/** What a worker does at the end of a file. */
export function finish(
  { database, workspaceId }: TestApp,
  fileId: string,
  documentType: string,
  extractionId?: string,
) {
  return inTransaction(database, (transaction) =>
    finishFile(transaction, {
      workspaceId,
      fileId,
      extractionId,
      mediaType: 'text/plain',
      pageCount: 1,
      readingKey: `00/${'0'.repeat(32)}`,
      result: {
        documentType,
        confidence: 0.912345,
        needsReview: false,
        pageFrom: 1,
        pageTo: 1,
        revision: 1,
        ranking: [],
        evidence: [],
        borrowed: [],
      },
    }),
  );
}

export function finishExtracted(
  { database, workspaceId }: TestApp,
  fileId: string,
  result: PlainResult = { total: '12.50' },
) {
  const extracted = { fields: [], checks: [] };
  return inTransaction(database, (transaction) =>
    finishExtraction(transaction, { workspaceId, fileId, parts: [{ result, extracted }], revision: 1 }),
  );
}

export function fail({ database, workspaceId }: TestApp, fileId: string) {
  return failFile(database, { workspaceId, fileId, code: 'corrupt_file', message: 'The file is damaged' });
}
