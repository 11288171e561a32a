/**
 * kill -9 at random moments while files are uploaded and processed. What was acknowledged must end
 * `processed` or `failed`, exactly once. `npm run test:kill` runs 50 kills over 500 files.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase } from '../src/storage/database.ts';
import {
  call,
  databaseOf,
  results,
  type ServerProcess,
  startServerProcess,
  upload,
} from './server-process.ts';

const documentTypes = [
  {
    name: 'Invoice',
    description: 'Bill for goods or services',
    uniqueWords: ['invoice number', 'amount due'],
  },
  {
    name: 'Receipt',
    description: 'Proof of payment in a shop',
    uniqueWords: ['cash', 'change', 'thank you'],
  },
];
const contents = [
  'INVOICE\n\nInvoice number: 2024-17\nBill to: Jane Doe\nAmount due: 120.00 EUR',
  'RECEIPT\n\nCoffee 3.00\nCash 5.00\nChange 2.00\nThank you!',
];
/** Not a document of any kind: must end `failed`, and only itself. */
const broken = '\u0000\u0001\u0002 no document \u0000\uFFFD';

export type StormReport = {
  readonly kills: number;
  readonly acknowledged: number;
  readonly processed: number;
  readonly failed: number;
  readonly seconds: number;
};

export async function runKillStorm(kills: number, filesWanted: number): Promise<StormReport> {
  const startedAt = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'mailroom-kill-'));
  const batches = new Map<string, string[]>();
  let acknowledged = 0;
  let killed = 0;
  let server = await startServerProcess(dataDir);
  const created = await call(server.url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Storm', documentTypes },
  });
  const classificationId = created.json.classificationId as string;

  while (acknowledged < filesWanted || killed < kills) {
    const doomed = killed < kills;
    const life = liveUntil(server, doomed ? 50 + Math.random() * 1_500 : undefined);
    while (life.isAlive() && acknowledged < filesWanted) {
      const answer = await uploadSome(server.url, classificationId, 1 + Math.floor(Math.random() * 8));
      if (answer === undefined) break;
      acknowledged += answer.fileIds.length;
      batches.set(answer.batchId, answer.fileIds);
    }
    if (!doomed) break;
    await life.ended;
    killed += 1;
    server = await startServerProcess(dataDir);
  }

  let processed = 0;
  let failed = 0;
  for (const [batchId, fileIds] of batches) {
    const { files } = await results(server.url, classificationId, batchId, 300_000);
    assert.deepEqual(files.map((file: { fileId: string }) => file.fileId).sort(), fileIds.toSorted());
    for (const file of files) {
      assert.match(file.status, /^(processed|failed)$/);
      assert.equal(
        file.status === 'failed',
        file.fileName.startsWith('broken'),
        `${file.fileName}: ${file.status} ${file.error ?? ''}`,
      );
      if (file.status === 'processed') processed += 1;
      else failed += 1;
    }
  }
  assert.equal(await server.stop(), 0);
  await checkRows(dataDir);
  await rm(dataDir, { recursive: true });
  return { kills: killed, acknowledged, processed, failed, seconds: (performance.now() - startedAt) / 1000 };
}

function liveUntil(server: ServerProcess, afterMs: number | undefined) {
  let alive = true;
  const ended =
    afterMs === undefined
      ? Promise.resolve()
      : new Promise<void>((done) => {
          setTimeout(() => {
            alive = false;
            server.kill().then(done);
          }, afterMs);
        });
  return { isAlive: () => alive, ended };
}

/** Undefined where the server died before it acknowledged. */
async function uploadSome(url: string, classificationId: string, count: number) {
  const files = Array.from({ length: count }, (_, index) =>
    Math.random() < 0.1
      ? (['broken.bin', broken] as const)
      : ([`file-${index}.txt`, contents[index % contents.length]!] as const),
  );
  try {
    const { status, json } = await upload(url, classificationId, files);
    assert.equal(status, 200, JSON.stringify(json));
    return {
      batchId: json.batchId as string,
      fileIds: json.files.map((file: { fileId: string }) => file.fileId),
    };
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return undefined;
  }
}

/** One result a processed file, none a failed one, no job left. */
async function checkRows(dataDir: string) {
  const { DATABASE_URL: location = dataDir } = await databaseOf(dataDir);
  await using database = await openDatabase(location);
  const count = async (query: string) => {
    const { rows } = await sql.raw<{ count: number }>(query).execute(database);
    return rows[0]!.count;
  };
  assert.equal(
    await count("select count(*) as count from files where state = 'waiting'"),
    0,
    'files left waiting',
  );
  assert.equal(await count('select count(*) as count from jobs'), 0, 'jobs left');
  assert.equal(
    await count(
      `select count(*) as count from (
        select file_id from results group by file_id, segment having count(*) > 1
      ) as twice`,
    ),
    0,
    'a file with two results',
  );
  assert.equal(
    await count(
      "select count(*) as count from files where (state = 'processed') <> (id in (select file_id from results))",
    ),
    0,
    'a state that its result contradicts',
  );
}

if (process.argv[1] === import.meta.filename) {
  const [kills = '50', files = '500'] = process.argv.slice(2);
  console.log(await runKillStorm(Number(kills), Number(files)));
}
