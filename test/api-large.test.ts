import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { acceptUpload } from '../src/storage/accept-upload.ts';
import { newFiles } from '../src/storage/test-rows.ts';
import { call, classifications, createSomeClassification, openTestApp } from './api-app.ts';

test('the results of a batch of any size come whole, in order and in one shape, though they are read in pages', async () => {
  await using app = await openTestApp();
  const { database, workspaceId } = app;
  const classificationId = await createSomeClassification(app);
  const owner = { kind: 'classification', id: classificationId } as const;
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(2500) });
  const ask = () => call(app, 'POST', `${classifications}/getResults`, { classificationId, batchId });
  assert.deepEqual((await ask()).json, { status: 'waiting', classificationId, batchId });
  await sql`insert into results (id, workspace_id, file_id, batch_id, segment, page_from, page_to, document_type,
      confidence, needs_review, ranking, evidence, borrowed, revision, created_at)
    select id, workspace_id, id, batch_id, 0, 1, 1, 'Invoice', 0.9, 0, '[]', '[]', '[]', 1, created_at
    from files`.execute(database);
  await database.updateTable('files').set({ state: 'processed' }).execute();
  const { status, json, response } = await ask();
  assert.equal(status, 200);
  assert.match(String(response.headers['content-type']), /^application\/json/);
  assert.deepEqual(Object.keys(json), ['status', 'classificationId', 'batchId', 'files']);
  assert.deepEqual(
    json.files.map((file: { fileId: string }) => file.fileId),
    fileIds,
  );
  const { url, ...shown } = json.files[2400];
  assert.match(url, /^http:\/\/mailroom\.test\/files\//);
  assert.deepEqual(shown, {
    fileId: fileIds[2400],
    fileName: 'letter 2400.pdf',
    status: 'processed',
    result: { confidence: 0.9, documentType: 'Invoice' },
  });
});

test('so do the values of a batch of any size, where each page of a PDF is a file of its own', async () => {
  await using app = await openTestApp();
  const { database, workspaceId } = app;
  const { json: created } = await call(app, 'POST', '/api/v1/createExtraction', {
    extractionDetails: { name: 'Pages', language: 'English', fields: [{ key: 'number', description: '' }] },
  });
  const { extractionId } = created;
  const owner = { kind: 'template', id: extractionId } as const;
  const { batchId, fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(1300) });
  await sql`update files set page = 1 + position % 3, position = position / 3, state = 'processed'`.execute(
    database,
  );
  await sql`insert into extractions (file_id, workspace_id, revision, created_at, result, extracted)
    select id, workspace_id, 1, created_at, '{"number":"17"}', '{}' from files`.execute(database);
  const { json } = await call(app, 'POST', '/api/v1/getBatchResults', { extractionId, batchId });
  assert.deepEqual(Object.keys(json), ['extractionId', 'batchId', 'files']);
  assert.deepEqual(
    json.files.map((file: { fileId: string }) => file.fileId),
    fileIds,
  );
  const { url, ...shown } = json.files[1299];
  assert.match(url, /^http:\/\/mailroom\.test\/files\//);
  assert.deepEqual(shown, {
    fileId: fileIds[1299],
    fileName: 'letter 1299.pdf',
    status: 'processed',
    result: { number: '17' },
  });
});
