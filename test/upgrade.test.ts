/** The data folder of the first release, opened by this one. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { initial } from '../src/storage/migrations/001-initial.ts';
import { desk } from '../src/storage/migrations/002-desk.ts';
import { extraction } from '../src/storage/migrations/003-extraction.ts';
import { webhooks } from '../src/storage/migrations/004-webhooks.ts';
import { deskCounts } from '../src/storage/migrations/005-desk-counts.ts';
import { idempotency } from '../src/storage/migrations/006-idempotency.ts';
import { batchResults, invoiceFields, invoiceText } from './extraction-calls.ts';
import { call, results, startServerProcess, testKey } from './server-process.ts';

/** What the first release (0.1.0) had. */
const firstRelease = [initial, desk, extraction, webhooks, deskCounts, idempotency];
const skip = process.env.TEST_DATABASE_URL !== undefined && 'the first release knew SQLite only';
const ids = {
  classification: '-OfClassificationOld',
  template: '-OfTemplateOldAaaaaa',
  batch: 'oldBatchOldBatchOldBatch1',
  linked: 'oldBatchOldBatchOldBatch2',
  done: '-OfFileDoneAaaaaaaaa',
  waiting: '-OfFileWaitingAaaaaa',
  extracted: '-OfFileExtractedAaaa',
};
const types = [
  { name: 'Invoice', description: 'Bill', uniqueWords: ['amount due'] },
  { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash'] },
];

test('what the first release stored is served, and what waited there is worked on', { skip }, async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-upgrade-'));
  await writeFirstRelease(dir.path);
  await using server = await startServerProcess(dir.path, { MAILROOM_API_KEY: testKey });
  const viewed = await call(server.url, 'POST', '/documentClassification/viewClassification', {
    classificationId: ids.classification,
  });
  assert.deepEqual(
    viewed.json.classificationDetails.documentTypes.map(({ name }: any) => name),
    types.map(({ name }) => name),
  );
  const { files } = await results(server.url, ids.classification, ids.batch);
  assert.deepEqual(
    files.map(({ fileId, status, result }: any) => [fileId, status, result]),
    [
      [ids.done, 'processed', { confidence: 0.91, documentType: 'Receipt' }],
      [ids.waiting, 'processed', files[1].result],
    ],
  );
  assert.equal(files[1].result.documentType, 'Invoice');
  const extracted = await batchResults(server.url, ids.template, ids.linked);
  assert.equal(extracted.files[0].result.invoice_number, '2024-7');
});

async function writeFirstRelease(dataDir: string): Promise<void> {
  const blobKey = 'ab/ab0123456789abcdef0123456789abcd';
  await mkdir(join(dataDir, 'blobs/ab'), { recursive: true });
  await writeFile(join(dataDir, 'blobs', blobKey), invoiceText(1));
  using database = new DatabaseSync(join(dataDir, 'mailroom.db'));
  database.exec('create table migrations (name text primary key, applied_at bigint not null)');
  for (const { name, statements } of firstRelease) {
    for (const statement of statements) database.exec(statement);
    database.prepare('insert into migrations values (?, 1)').run(name);
  }
  const insert = (table: string, row: Record<string, string | number | null>) => {
    const names = Object.keys(row);
    const places = names.map(() => '?').join(', ');
    database
      .prepare(`insert into ${table} (${names.join(', ')}) values (${places})`)
      .run(...Object.values(row));
  };
  const workspace_id = 'default';
  const at = { workspace_id, created_at: 1_764_000_000_000 };
  insert('workspaces', { id: workspace_id, name: 'Default', created_at: at.created_at });
  const hash = createHash('sha256').update(testKey).digest('hex');
  insert('api_keys', { id: 'key', name: 'old', hash, prefix: 'test', revoked_at: null, ...at });
  const updated_at = at.created_at;
  const named = { name: 'Old', description: null, revision: 1, updated_at, ...at };
  const document_types = JSON.stringify(types);
  insert('classifications', { id: ids.classification, document_types, settings: '{}', ...named });
  insert('templates', {
    id: ids.template,
    language: 'English',
    options: '{}',
    fields: JSON.stringify(invoiceFields),
    ...named,
  });
  insert('batches', { id: ids.batch, owner_kind: 'classification', owner_id: ids.classification, ...at });
  insert('batches', { id: ids.linked, owner_kind: 'template', owner_id: ids.template, ...at });
  const file = { name: 'old.txt', media_type: 'text/plain', bytes: 120, sha256: '00', page_count: 1, ...at };
  const done = { state: 'processed', finished_at: at.created_at, reading_key: null, blob_key: blobKey };
  insert('files', { id: ids.done, batch_id: ids.batch, position: 0, ...file, ...done });
  insert('files', {
    id: ids.waiting,
    batch_id: ids.batch,
    position: 1,
    ...file,
    blob_key: blobKey,
    state: 'waiting',
  });
  insert('files', { id: ids.extracted, batch_id: ids.linked, position: 0, ...file, ...done });
  insert('results', {
    id: 'result',
    file_id: ids.done,
    batch_id: ids.batch,
    segment: 0,
    page_from: 1,
    page_to: 1,
    document_type: 'Receipt',
    confidence: 0.91,
    needs_review: 0,
    revision: 1,
    ranking: '[]',
    evidence: '[]',
    borrowed: '[]',
    ...at,
  });
  insert('extractions', {
    file_id: ids.extracted,
    revision: 1,
    result: JSON.stringify({ invoice_number: '2024-7' }),
    extracted: JSON.stringify({ fields: {}, warnings: [] }),
    ...at,
  });
  insert('jobs', {
    kind: 'process-file',
    group_id: ids.batch,
    data: JSON.stringify({ fileId: ids.waiting }),
    dedupe_key: ids.waiting,
    state: 'running',
    priority: 0,
    run_at: 1,
    attempts: 1,
    attempts_max: 3,
    failures: 0,
    losses: 0,
    worker: 'of the old server',
    lease_until: 2,
    ...at,
  });
  insert('job_groups', { group_id: ids.batch, ready: 0, open: 1, served: 1, ...at });
  insert('job_workspaces', { workspace_id, ready: 0, turn: 1 });
}
