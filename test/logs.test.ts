import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeSlowPdf } from '../fixtures/slow-pdf.ts';
import { call, results, startServerProcess, testKey, until, upload } from './server-process.ts';

const details = {
  name: 'Logged',
  documentTypes: [
    { name: 'Invoice', description: 'Bill', uniqueWords: ['amount due'] },
    { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash'] },
  ],
};

test('the lines of a request carry its id, those of a job its file and batch, and none a secret', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-logs-'));
  await using server = await startServerProcess(dir.path, { LOG_LEVEL: 'debug', READERS: '1' });
  const { json } = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: details,
  });
  const { classificationId } = json;
  const slow = await upload(server.url, classificationId, [['slow.pdf', writeSlowPdf(60)]]);
  await until('the slow file to be read and its reader to be killed', async () => {
    // Anew each time: one that had no job yet is followed by another.
    const children = await readFile(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8');
    for (const pid of children.trim().split(' ')) tryToKill(Number(pid));
    return lineOf('reader process ended by itself')?.job === undefined ? undefined : true;
  });
  const broken = await upload(server.url, classificationId, [['broken.pdf', '%PDF-1.7\nnothing follows']]);
  await results(server.url, classificationId, broken.json.batchId);
  await results(server.url, classificationId, slow.json.batchId);
  const refused = await fetch(`${server.url}/api/v1/credits`);

  const death = lineOf('reader process ended by itself')!;
  assert.equal(death.file, slow.json.files[0].fileId);
  assert.equal(death.batch, slow.json.batchId);
  const failed = lineOf('job failed')!;
  assert.deepEqual([failed.job, failed.file, failed.code], [death.job, death.file, 'reader_crashed']);
  const id = refused.headers.get('x-request-id');
  await until('both lines of the refused request', async () => {
    const lines = server.logged().filter(({ request }) => request === id);
    return lines.map(({ msg }) => msg).join() === 'request refused,answered' ? true : undefined;
  });
  for (const line of server.logged()) {
    assert.match(line.time, /^\d{4}-.*Z$/);
    assert.ok(line.level >= 20 && line.msg !== '');
    assert.doesNotMatch(JSON.stringify(line), new RegExp(`${testKey}|signature=`));
  }

  function lineOf(msg: string) {
    return server.logged().find((line) => line.msg === msg && line.job !== undefined);
  }
});

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Dead already.
  }
}
