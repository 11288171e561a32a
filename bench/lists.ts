/**
 * How soon the desk's lists answer over 100,000 files in one batch, and 20,000 more in 2,000 small ones:
 * `node bench/lists.ts [files]`. Rows are written as they would lie there; the server is the real one, asked
 * over HTTP. KEEP=1 leaves it running, to look at it in a browser.
 */
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startServer } from '../src/server.ts';
import { ensureFirstApiKey } from '../src/storage/api-keys.ts';
import { chunked } from '../src/storage/chunked.ts';
import { createClassification } from '../src/storage/classifications.ts';
import { type Database, openDatabase } from '../src/storage/database.ts';
import type { FileRow, ResultRow } from '../src/storage/file-rows.ts';
import { createBatchId, createId } from '../src/storage/ids.ts';
import { defaultWorkspaceId as workspace } from '../src/storage/workspaces.ts';

const largeBatch = Number(process.argv[2] ?? 100_000);
const smallBatches = 2_000;
const filesOfSmall = 10;
const key = 'bench-key-of-the-desk';
const rounds = 9;
const types = ['Invoice', 'Receipt', 'Delivery note', 'Contract', 'Bank statement', 'Complaint'];

/** Evidence as large as the classifier's, so that rows lie on as many pages of the disk as real ones. */
const evidence = JSON.stringify(
  Array.from({ length: 12 }, () => ({
    page: 1,
    box: [0.123_456, 0.234_567, 0.112_233, 0.012_345],
    text: 'Invoice number',
    term: 'invoice number',
    origin: 'uniqueWord',
    weight: 0.083_3,
  })),
);

await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-lists-'));
const batchId = await fill(folder.path);
const environment = { PORT: process.env.PORT ?? '0', DATA_DIR: folder.path, MAILROOM_API_KEY: key };
await using server = await startServer(
  readConfig({ ...environment, REQUESTS_PER_MINUTE: '100000' }, 1),
  createLog('fatal'),
);

const requests: readonly (readonly [what: string, path: string])[] = [
  ['batches, newest first', '/batches'],
  ['the batch with its counts', `/batches/${batchId}`],
  ['all files, newest first', '/files'],
  ['its files, as they came', `/files?batchId=${batchId}`],
  ['its files of one type', `/files?batchId=${batchId}&documentType=Complaint`],
  ['its failed files', `/files?batchId=${batchId}&state=failed`],
  ['its files to review', `/files?batchId=${batchId}&needsReview=true`],
  ['its files to review, riskiest first', `/files?batchId=${batchId}&needsReview=true&order=risk`],
  ['all files to review, riskiest first', '/files?needsReview=true&order=risk&limit=100'],
  ['its files below 50 %', `/files?batchId=${batchId}&confidenceMax=0.5`],
  ['its files above 80 %', `/files?batchId=${batchId}&confidenceMin=0.8`],
  ['its files checked by a person', `/files?batchId=${batchId}&reviewed=true`],
  ['text in the name: one of its files', `/files?batchId=${batchId}&text=scan%20099950`],
  ['text in the name: none of its files', `/files?batchId=${batchId}&text=nowhere`],
  ['text in the name: none of all files', '/files?text=nowhere'],
  ['failed files of all', '/files?state=failed'],
  ['operations', '/operations'],
];
console.log('| request | median | worst |\n| --- | --- | --- |');
for (const [what, path] of requests) {
  const times = (await Array.fromAsync({ length: rounds }, () => time(path))).toSorted((a, b) => a - b);
  console.log(`| ${what} | ${show(times[Math.floor(rounds / 2)]!)} | ${show(times.at(-1)!)} |`);
}
const pages = Math.max(1, Math.min(100, Math.floor(largeBatch / 500) - 1));
const deep = await time(`/files?batchId=${batchId}&limit=500`, pages);
console.log(`| ${pages} pages of 500 by cursor, each | ${show(deep / pages)} | |`);
if (process.env.KEEP !== undefined) {
  console.log(`${server.url}/batches/${batchId} with the key ${key}; Ctrl+C ends it`);
  await new Promise(() => setInterval(() => {}, 60_000));
}

async function time(path: string, pages = 1): Promise<number> {
  const startedAt = performance.now();
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const response = await fetch(`${server.url}/api/v2${path}${cursor}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    if (pages > 1) cursor = `&cursor=${JSON.parse(text).next}`;
  }
  return performance.now() - startedAt;
}

function show(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** Returns the id of the large batch. */
async function fill(dataDir: string): Promise<string> {
  const database = await openDatabase(dataDir);
  await ensureFirstApiKey(database, key);
  const documentTypes = types.map((name) => ({ name, description: name, uniqueWords: [] }));
  const owner = await createClassification(database, {
    workspaceId: workspace,
    name: 'Bench',
    documentTypes,
  });
  for (let index = 0; index < smallBatches; index += 1) await addBatch(database, owner.id, filesOfSmall);
  const batchId = await addBatch(database, owner.id, largeBatch);
  await database.destroy();
  return batchId;
}

function addBatch(database: Database, ownerId: string, count: number): Promise<string> {
  return database.transaction().execute(async (transaction) => {
    const id = createBatchId();
    const now = Date.now();
    await transaction
      .insertInto('batches')
      .values({
        id,
        workspace_id: workspace,
        owner_kind: 'classification',
        owner_id: ownerId,
        created_at: now,
      })
      .execute();
    const files = Array.from({ length: count }, (_, index) => toFile(id, index, now));
    for (const rows of chunked(files)) await transaction.insertInto('files').values(rows).execute();
    const results = files.filter(({ state }) => state === 'processed').map(toResult);
    for (const rows of chunked(results)) await transaction.insertInto('results').values(rows).execute();
    return id;
  });
}

function toFile(batchId: string, index: number, now: number): FileRow {
  const failed = index % 50 === 7;
  return {
    id: createId(),
    workspace_id: workspace,
    batch_id: batchId,
    position: index,
    page: 0,
    name: `scan ${String(index).padStart(6, '0')}.pdf`,
    media_type: 'application/pdf',
    bytes: 50_000,
    sha256: '0'.repeat(64),
    blob_key: `00/${batchId}${index}`,
    reading_key: null,
    page_count: 2,
    state: failed ? 'failed' : 'processed',
    error_code: failed ? 'corrupt_file' : null,
    error_message: failed ? 'The file is not a readable PDF: it is damaged or incomplete.' : null,
    created_at: now,
    finished_at: now - (index % 3_600) * 1_000,
    event_id: null,
    originals_deleted_at: null,
  };
}

function toResult({ id, batch_id }: FileRow, index: number): ResultRow {
  const confidence = ((index * 7_919) % 10_000) / 10_000;
  return {
    id: createId(),
    workspace_id: workspace,
    file_id: id,
    batch_id,
    segment: 0,
    page_from: 1,
    page_to: 2,
    document_type: index % 200 === 3 ? 'Complaint' : types[index % 5]!,
    confidence,
    needs_review: confidence < 0.03 ? 1 : 0,
    ranking: JSON.stringify(types.map((documentType) => ({ documentType, confidence: 0.1 }))),
    evidence,
    borrowed: '[]',
    revision: 1,
    version: 1,
    created_at: Date.now(),
  };
}
