/**
 * The program of a reader process: one task at a time, no access to database or network of ours. It may
 * be killed at any moment; the pool then starts another.
 */
import { readFile } from 'node:fs/promises';
import { Failure } from '../errors.ts';
import type { Document } from '../reading/document.ts';
import { renderPageImage } from '../reading/page-image.ts';
import { loadPdfium } from '../reading/pdfium.ts';
import { countPages, readDocument } from '../reading/read-document.ts';
import { dieWithServer } from './die-with-server.ts';
import { packReading, unpackReading } from './kept-reading.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
import type { ReaderSettings, ReaderTask } from './task.ts';
import { type CostRecorder, createCostRecorder } from './task-cost.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as ReaderSettings;

// Classification and extraction are loaded when asked for: half of a start, which who only counts pages does without.
const classifying = () => import('./perform-classify.ts');
const extracting = () => import('./perform-extract.ts');

process.on('message', async (message: ToReader) => {
  send(await answer(message));
});
dieWithServer();
// PDFs are the commonest files; with the library at hand the first one is read as quickly as the next.
await loadPdfium();
send({ event: 'ready' });
if (settings.warm) setImmediate(warmUp);

/** Done while nothing is asked, so that the first answer is as quick as the next. */
async function warmUp(): Promise<void> {
  (await classifying()).prepareClassifier();
  await extracting();
}

async function answer({ id, task }: ToReader): Promise<FromReader> {
  try {
    const cost = createCostRecorder();
    const result = await perform(id, task, cost);
    return { event: 'done', id, result, cost: cost.total() };
  } catch (error) {
    if (error instanceof Failure) return { event: 'failed', id, code: error.code, message: error.message };
    // A broken WASM instance answers every later call wrongly, so any bug costs this process its life.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { event: 'broken', id, message: text };
  }
}

async function perform(id: number, task: ReaderTask, cost: CostRecorder) {
  const bytes = await readFile(task.path);
  if (task.kind === 'countPages') return countPages(bytes, task.name);
  if (task.kind === 'classify') {
    const { classify } = await classifying();
    return cost.stage('classify', () => classify(task, readKept(task, bytes)));
  }
  if (task.kind === 'extract' && task.source === 'reading') {
    const { extract } = await extracting();
    return cost.stage('extract', () => extract(task, readKept(task, bytes), settings));
  }
  if (task.kind === 'pageImage') {
    const { mediaType, page, widthPixels, rotation } = task;
    return renderPageImage(bytes, mediaType, { page, widthPx: widthPixels, rotation });
  }
  const onPage = (done: number, total: number) => send({ event: 'page', id, done, total });
  const document = await cost.stage('read', () => readDocument(bytes, task.name, { ...settings, onPage }));
  cost.addPages(document);
  if (task.kind === 'read') return document;
  if (task.kind === 'process') {
    const { classify } = await classifying();
    const answer = await cost.stage('classify', () => classify(task, document));
    const { mediaType, pageCount, warnings } = document;
    return { reading: packReading(document), mediaType, pageCount, warnings, answer };
  }
  const { extract } = await extracting();
  const extracted = await cost.stage('extract', () => extract(task, document, settings));
  return { ...extracted, reading: packReading(document) };
}

function readKept({ name }: { readonly name: string }, bytes: Uint8Array): Document {
  const document = unpackReading(bytes);
  if (document !== undefined) return document;
  throw new Failure('conflict', `"${name}" was read by an older version; retry it first`);
}

function send(message: FromReader) {
  process.send?.(message);
}
