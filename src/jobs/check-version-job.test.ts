import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { acceptUpload } from '../storage/accept-upload.ts';
import { findClassification, updateClassification } from '../storage/classifications.ts';
import { correctFiles } from '../storage/corrections.ts';
import type { Database } from '../storage/database.ts';
import { openDiskBlobs } from '../storage/disk-blobs.ts';
import { createEvaluationSet } from '../storage/evaluation-sets.ts';
import { findEvaluation, listEvaluations } from '../storage/evaluations.ts';
import { finishFile } from '../storage/finish-file.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import { openTemporaryDatabase } from '../storage/temporary-database.ts';
import { answer, createOwner, newFiles, result } from '../storage/test-rows.ts';
import { acceptVersion, findVersion, restoreVersion } from '../storage/version-history.ts';
import { createCheckVersionHandler } from './check-version-job.ts';
import { createEvaluateHandler } from './evaluate-job.ts';
import type { JobHandler } from './job-handler.ts';

async function perform(database: Database, handler: JobHandler, workspaceId: string, data: unknown) {
  const job = { workspaceId, data } as ClaimedJob;
  const write = await handler.run(job, new AbortController().signal);
  if (write !== undefined) await database.transaction().execute(write);
}

test('a version that came by itself is found worse, until a person accepts it or rolls it back', async () => {
  await using opened = await openTemporaryDatabase();
  const { database } = opened;
  const blobs = await openDiskBlobs(join(opened.dataDir, 'blobs'));
  const { workspaceId, owner } = await createOwner(database);
  const key = { workspaceId, classificationId: owner.id };
  const { fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(3) });
  for (const fileId of fileIds) {
    const { key: readingKey } = await blobs.put([Buffer.from(fileId)], { bytesMax: 100 });
    const read = { mediaType: 'text/plain', pageCount: 1, readingKey };
    await database
      .transaction()
      .execute((transaction) => finishFile(transaction, { workspaceId, fileId, ...read, result }));
  }
  await correctFiles(database, {
    workspaceId,
    fileIds,
    documentType: undefined,
    by: { id: 'key', name: 'desk' },
  });
  await createEvaluationSet(database, key, { name: 'Decided', source: 'corrections' });

  /** Stands for the classifier: right unless the threshold of the types is odd. */
  const evaluate = createEvaluateHandler({
    database,
    blobs,
    classify: async ({ settings }) => ({
      ...answer,
      documentType: settings.otherThreshold === 0 ? 'other' : 'Invoice',
    }),
  });
  const check = async () => {
    await perform(database, createCheckVersionHandler({ database }), workspaceId, {
      classificationId: owner.id,
    });
    const { items } = await listEvaluations(database, { workspaceId, limit: 1 });
    const evaluationId = items[0]!.id;
    for (let slice = 0; slice < 5; slice += 1) {
      await perform(database, evaluate, workspaceId, { evaluationId });
      if ((await findEvaluation(database, { workspaceId, evaluationId }))?.state === 'finished') break;
    }
    const { version } = (await findClassification(database, workspaceId, owner.id))!;
    return [version, (await findVersion(database, { ...key, version }))?.verdict];
  };
  const change = (otherThreshold: number) =>
    updateClassification(database, workspaceId, owner.id, { settings: { otherThreshold } });

  assert.deepEqual(await check(), [2, 'fine']);
  await change(0);
  assert.deepEqual(await check(), [3, 'worse']);
  assert.deepEqual(await check(), [3, 'worse'], 'and is not evaluated twice');
  await restoreVersion(database, { ...key, version: 2 }, 'desk');
  assert.deepEqual(await check(), [4, 'fine']);
  await change(0);
  assert.deepEqual(await check(), [5, 'worse']);
  assert.ok(await acceptVersion(database, { ...key, version: 5 }));
  await updateClassification(database, workspaceId, owner.id, {
    settings: { otherThreshold: 0, reviewThreshold: 0.9 },
  });
  assert.deepEqual(await check(), [6, 'fine'], 'held against the accepted one');
  const { items } = await listEvaluations(database, { workspaceId, limit: 10 });
  assert.equal(items.length, 1, 'of automatic evaluations only what later ones are held against is kept');
});
