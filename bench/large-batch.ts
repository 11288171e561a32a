/**
 * A finished batch of 100,000 files: one file's result, and all results, without the network:
 * `node bench/large-batch.ts`; on PostgreSQL `node bench/postgres.ts bench/large-batch.ts`.
 */
import { sql } from 'kysely';
import { acceptUpload } from '../src/storage/accept-upload.ts';
import { newFiles } from '../src/storage/test-rows.ts';
import { call, classifications, createSomeClassification, openTestApp } from '../test/api-app.ts';

const batchSize = 100_000;
await using app = await openTestApp({ openJobsMax: batchSize, requestsPerMinute: 1_000_000 });
const { database, workspaceId } = app;
const classificationId = await createSomeClassification(app);
const owner = { kind: 'classification', id: classificationId } as const;
let batchId: string | undefined;
const fileIds: string[] = [];
while (fileIds.length < batchSize) {
  const upload = { workspaceId, owner, batchId, files: newFiles(1000) };
  const accepted = await acceptUpload(database, upload);
  batchId = accepted.batchId;
  fileIds.push(...accepted.fileIds);
}
await sql`insert into results (id, workspace_id, file_id, batch_id, segment, page_from, page_to, document_type,
    confidence, needs_review, ranking, evidence, borrowed, revision, created_at)
  select id, workspace_id, id, batch_id, 0, 1, 1, 'Invoice', 0.9, 0, '[]', '[]', '[]', 1, created_at
  from files`.execute(database);
await database.updateTable('files').set({ state: 'processed' }).execute();

const times: number[] = [];
for (let count = 0; count < 2000; count += 1) {
  const fileId = fileIds[Math.floor(Math.random() * batchSize)];
  const startedAt = performance.now();
  const { status } = await call(app, 'POST', `${classifications}/getResults`, {
    classificationId,
    batchId,
    fileId,
  });
  if (status !== 200) throw new Error(`answered ${status}`);
  times.push(performance.now() - startedAt);
}
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(2);
console.log(`one file of ${batchSize}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`);

const url = await app.app.listen({ port: 0, host: '127.0.0.1' });
global.gc?.();
const before = process.memoryUsage.rss();
let peak = before;
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const startedAt = performance.now();
const answer = await fetch(`${url}${classifications}/getResults`, {
  method: 'POST',
  headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
  body: JSON.stringify({ classificationId, batchId }),
});
let bytes = 0;
for await (const chunk of answer.body!) bytes += chunk.length;
clearInterval(watching);
console.log(
  `all ${batchSize}: ${(bytes / 1_048_576).toFixed(1)} MB in ${Math.round(performance.now() - startedAt)} ms, ` +
    `resident size ${Math.round((peak - before) / 1_048_576)} MB more at its peak, asker included`,
);
