/**
 * Mailroom against the nearest open reader that the npm registry has, on the same files in one run:
 * `mkdir /tmp/rival && npm install --prefix /tmp/rival @llamaindex/liteparse && node bench/rival.ts /tmp/rival`.
 *
 * LiteParse (Apache-2.0, Rust, pdfium and Tesseract) is no server and knows no types: it stands behind a bare one here
 * and gives text alone. Mailroom stores each file, survives a kill at any moment, and answers with its type and evidence.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { makePdf } from '../fixtures/make-pages-pdf.ts';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';
import { call, results, startServerProcess, upload } from '../test/server-process.ts';

type File = readonly [name: string, content: Uint8Array<ArrayBuffer>];

const folder = process.argv[2];
if (folder === undefined) throw new Error('Say where @llamaindex/liteparse is installed');
const rounds = 3;
const letter = await sharp(join(import.meta.dirname, '../fixtures/pages/letter-en.png'))
  .jpeg()
  .toBuffer({
    resolveWithObject: true,
  });

const piles: readonly (readonly [what: string, pagesPerFile: number, files: readonly File[]])[] = [
  ['text, ten pages a file', 10, Array.from({ length: 60 }, (_, file) => textFile(file, 10))],
  ['text, one page a file', 1, Array.from({ length: 300 }, (_, file) => textFile(file, 1))],
  ['scans, one page a file', 1, Array.from({ length: 6 }, (_, file) => scanFile(file))],
];

await using scratch = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-rival-'));
await using server = await startServerProcess(scratch.path);
const created = await call(server.url, 'POST', '/documentClassification/createClassification', {
  classificationDetails: {
    name: 'Bench',
    documentTypes: [
      { name: 'Invoice', description: 'Bill for goods', uniqueWords: ['invoice number', 'amount due'] },
      { name: 'Letter', description: 'Letter to a customer', uniqueWords: ['dear', 'sincerely'] },
    ],
  },
});
const { classificationId } = created.json;
const rival = spawn(process.execPath, [join(import.meta.dirname, 'rival-server.ts'), folder], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = (await once(rival.stdout.setEncoding('utf8'), 'data')) as [string];
const rivalUrl = `http://127.0.0.1:${Number(line)}`;

try {
  for (const [what, pagesPerFile, files] of piles) {
    const warm = files.slice(0, 4);
    await throughMailroom(warm);
    await throughRival(warm);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push((files.length * pagesPerFile) / (await seconds(() => throughMailroom(files))));
      theirs.push((files.length * pagesPerFile) / (await seconds(() => throughRival(files))));
    }
    const [mine, other] = [median(ours), median(theirs)];
    console.log(
      `${what}: Mailroom ${mine.toFixed(1)} pages/s, LiteParse ${other.toFixed(1)}, ratio ${(mine / other).toFixed(2)}`,
    );
  }
} finally {
  rival.kill();
}

function textFile(file: number, pages: number): File {
  return [
    `file-${file}.pdf`,
    writeTextPdf(Array.from({ length: pages }, (_, page) => invoicePage(file * pages + page))),
  ];
}

function scanFile(file: number): File {
  const { data, info } = letter;
  const jpeg = { bytes: data, width: info.width, height: info.height };
  return [`scan-${file}.pdf`, new Uint8Array(makePdf([{ jpeg }]))];
}

async function throughMailroom(files: readonly File[]): Promise<void> {
  const { json } = await upload(server.url, classificationId, files);
  const { files: answered } = await results(server.url, classificationId, json.batchId, 600_000);
  if (answered.some((file: { status: string }) => file.status !== 'processed'))
    throw new Error('a file failed');
}

/** As many at once as there are cores. */
async function throughRival(files: readonly File[]): Promise<void> {
  const left = [...files];
  const sendAll = async () => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const text = await (await fetch(rivalUrl, { method: 'POST', body: file[1] })).text();
      if (!/invoice|dear/i.test(text)) throw new Error(`${file[0]} was not read`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, sendAll));
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
