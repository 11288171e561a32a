/**
 * The whole path (upload to result, through a real server) against the bare reader with the same number of
 * processes, in one run: pages a second, and the time of one small file. `npm run bench -- pipeline`.
 */
import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import { call, results, startServerProcess, upload } from '../test/server-process.ts';

const processes = availableParallelism();
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
  { name: 'Contract', description: 'Legal agreement between parties', uniqueWords: ['hereby', 'parties'] },
];

await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-'));
await using server = await startServerProcess(join(dir.path, 'data'));
const created = await call(server.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: { name: 'Bench', documentTypes },
});
const classificationId = created.json.classificationId as string;

await compare('ten-page files', makePile(60, 10));
await compare('one-page files', makePile(300, 1));
await latency();

function makePile(files: number, pages: number) {
  return Array.from({ length: files }, (_, file) => {
    const content = writeTextPdf(
      Array.from({ length: pages }, (_, page) => invoicePage(file * pages + page)),
    );
    return [`file-${file}.pdf`, content] as const;
  });
}

async function compare(what: string, pile: ReturnType<typeof makePile>) {
  const pages = pile.length * (what.startsWith('ten') ? 10 : 1);
  await throughServer(pile.slice(0, processes * 2));
  const bare = await bareReader(pile);
  const whole = await throughServer(pile);
  const again = await bareReader(pile);
  const reader = pages / Math.min(bare, again);
  const path = pages / whole;
  console.log(
    `${what}: bare reader ${reader.toFixed(0)} pages/s, upload to result ${path.toFixed(0)} pages/s, ratio ${(path / reader).toFixed(2)}`,
  );
}

/** Seconds of the slowest of the processes that share the files. */
async function bareReader(pile: ReturnType<typeof makePile>): Promise<number> {
  const paths = await Promise.all(
    pile.map(async ([name, content]) => {
      const path = join(dir.path, name);
      await writeFile(path, content);
      return path;
    }),
  );
  const program = join(import.meta.dirname, 'bare-reader.ts');
  const shares = Array.from({ length: processes }, (_, share) => [
    paths[0]!,
    ...paths.filter((_path, index) => index % processes === share),
  ]);
  const runs = shares.map((share) => promisify(execFile)(process.execPath, [program, ...share]));
  return Math.max(...(await Promise.all(runs)).map(({ stdout }) => Number(stdout)));
}

async function throughServer(pile: ReturnType<typeof makePile>): Promise<number> {
  const startedAt = performance.now();
  const { json } = await upload(server.url, classificationId, pile);
  const done = await results(server.url, classificationId, json.batchId, 600_000);
  if (done.files.some((file: { status: string }) => file.status !== 'processed'))
    throw new Error('a file failed');
  return (performance.now() - startedAt) / 1000;
}

async function latency() {
  const times: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const startedAt = performance.now();
    const { json } = await upload(server.url, classificationId, makePile(1, 1));
    let state = 'waiting';
    while (state === 'waiting') {
      const ids = { classificationId, batchId: json.batchId };
      state = (await call(server.url, 'POST', '/documentClassification/getResults', ids)).json.status;
    }
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  console.log(
    `one 1-page text PDF, upload to processed, warm: median ${times[15]!.toFixed(0)} ms, worst of 30 ${times[29]!.toFixed(0)} ms`,
  );
}
