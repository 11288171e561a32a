/**
 * Two workers against one, each with one reader: `node bench/postgres.ts bench/workers.ts`. An API process and its
 * workers share PostgreSQL and a folder of blobs; the same files are worked on by one worker, then by two. With a
 * number behind it (`bench/workers.ts 0.4`) each worker has so much of a core and no more (control groups; as root):
 * on two cores the API and PostgreSQL want one for themselves.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';
import {
  call,
  results,
  type ServerProcess,
  startServerProcess,
  until,
  upload,
} from '../test/server-process.ts';

const coresEach = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const files = 150;
const pagesPerFile = 10;
const rounds = 3;

await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-workers-'));
await using place = await createTemporaryPlace(folder.path);
if (place.location === folder.path) throw new Error('Run it by node bench/postgres.ts bench/workers.ts');
const environment = { DATABASE_URL: place.location, PUBLIC_URL: 'http://mailroom.bench', READERS: '1' };
const start = (role: string) => startServerProcess(folder.path, { ...environment, ROLE: role });

await using api = await start('api');
const { json: created } = await call(api.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: {
    name: 'bench',
    documentTypes: [
      { name: 'Invoice', description: 'Bill for goods', uniqueWords: ['invoice number', 'amount due'] },
      { name: 'Contract', description: 'Agreement between parties', uniqueWords: ['hereby', 'parties'] },
    ],
  },
});

for (let round = 1; round <= rounds; round += 1) {
  const one = await measure(1);
  const two = await measure(2);
  console.log(
    `round ${round}: one worker ${one.toFixed(0)} pages/s, two ${two.toFixed(0)}, ratio ${(two / one).toFixed(2)}`,
  );
}

async function measure(count: number): Promise<number> {
  const workers: ServerProcess[] = [];
  await using groups = new AsyncDisposableStack();
  for (let index = 0; index < count; index += 1) {
    const worker = await start('worker');
    workers.push(worker);
    if (coresEach !== undefined) groups.use(holdToCores(worker.child.pid!, coresEach));
  }
  await work(20 * count);
  const startedAt = performance.now();
  await work(files);
  const seconds = (performance.now() - startedAt) / 1000;
  for (const worker of workers) await worker.stop();
  return (files * pagesPerFile) / seconds;
}

async function work(fileCount: number): Promise<void> {
  const named = Array.from({ length: fileCount }, (_, file) => {
    const pages = Array.from({ length: pagesPerFile }, (_, page) => invoicePage(file * pagesPerFile + page));
    return [`file-${file}.pdf`, writeTextPdf(pages)] as const;
  });
  const { json } = await upload(api.url, created.classificationId, named);
  await results(api.url, created.classificationId, json.batchId, 600_000);
}

/** The process and its readers, in a control group of their own; those that it starts later are in it as well. */
function holdToCores(pid: number, cores: number): AsyncDisposable {
  const periodUs = 100_000;
  const quotaUs = Math.round(cores * periodUs);
  const isFirstVersion = existsSync('/sys/fs/cgroup/cpu/cpu.shares');
  const group = `/sys/fs/cgroup/${isFirstVersion ? 'cpu/' : ''}mailroom-bench-${pid}`;
  mkdirSync(group);
  if (isFirstVersion) writeFileSync(`${group}/cpu.cfs_quota_us`, String(quotaUs));
  else writeFileSync(`${group}/cpu.max`, `${quotaUs} ${periodUs}`);
  const readers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  for (const member of [pid, ...readers]) writeFileSync(`${group}/cgroup.procs`, String(member));
  const remove = async () => {
    try {
      rmdirSync(group);
      return true;
    } catch {
      return undefined;
    }
  };
  return {
    async [Symbol.asyncDispose]() {
      await until('the control group to be empty', remove);
    },
  };
}
