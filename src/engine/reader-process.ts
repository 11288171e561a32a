/**
 * The program of a reader process: one task at a time, no access to database or network of ours. It may
 * be killed at any moment; the pool then starts another.
 */
import { readFile } from 'node:fs/promises';
import type { Answer } from '../classification/answer.ts';
import { classifyDocument } from '../classification/classify-document.ts';
import { shippedKnowledge } from '../classification/knowledge.ts';
import { Failure } from '../errors.ts';
import { toCompleteResult } from '../extraction/complete-result.ts';
import { extractFields } from '../extraction/extract-fields.ts';
import { onlyPages, splitIntoPages } from '../extraction/page-range.ts';
import type { Document } from '../reading/document.ts';
import { renderPageImage } from '../reading/page-image.ts';
import { loadPdfium } from '../reading/pdfium.ts';
import { countPages, readDocument } from '../reading/read-document.ts';
import { dieWithServer } from './die-with-server.ts';
import { loadExamples } from './examples.ts';
import { packReading, unpackReading } from './kept-reading.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
import type {
  ClassifyTask,
  ExtractedFile,
  ExtractedPart,
  ExtractTask,
  ProcessedFile,
  ProcessTask,
  ReaderSettings,
  ReaderTask,
} from './task.ts';
import { type CostRecorder, createCostRecorder } from './task-cost.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as ReaderSettings;

process.on('message', async (message: ToReader) => {
  send(await answer(message));
});
dieWithServer();
// PDFs are the commonest files; with the library at hand the first one is read as quickly as the next.
await loadPdfium();
send({ event: 'ready' });
// Indexing the library takes 0.7 s; done while nothing is asked, the first answer is as quick as the next.
setImmediate(shippedKnowledge);

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
  if (task.kind === 'classify') return classifyByExamples(task, readKept(task, bytes), cost);
  if (task.kind === 'extract' && task.source === 'reading') {
    return cost.stage('extract', () => extract(task, readKept(task, bytes)));
  }
  if (task.kind === 'pageImage') {
    const { mediaType, page, widthPixels, rotation } = task;
    return renderPageImage(bytes, mediaType, { page, widthPx: widthPixels, rotation });
  }
  const onPage = (done: number, total: number) => send({ event: 'page', id, done, total });
  const document = await cost.stage('read', () => readDocument(bytes, task.name, { ...settings, onPage }));
  cost.addPages(document);
  if (task.kind === 'read') return document;
  if (task.kind === 'process') return classify(task, document, cost);
  const extracted = await cost.stage('extract', () => extract(task, document));
  return { ...extracted, reading: packReading(document) };
}

async function classify(task: ProcessTask, document: Document, cost: CostRecorder) {
  const result: ProcessedFile = {
    reading: packReading(document),
    mediaType: document.mediaType,
    pageCount: document.pageCount,
    warnings: document.warnings,
    answer: await classifyByExamples(task, document, cost),
  };
  return result;
}

async function classifyByExamples(
  { types, settings, examples }: ProcessTask | ClassifyTask,
  document: Document,
  cost: CostRecorder,
): Promise<Answer> {
  return cost.stage('classify', async () =>
    classifyDocument(document, types, { ...settings, examples: await loadExamples(examples) }),
  );
}

async function extract(task: ExtractTask, document: Document): Promise<ExtractedFile> {
  const asked = onlyPages(document, task.pages);
  const units = task.splitPages === true ? splitIntoPages(asked) : undefined;
  const [first = await extractPart(task, asked), ...others] = await extractPages(task, units ?? []);
  return {
    reading: undefined,
    mediaType: document.mediaType,
    pageCount: document.pageCount,
    warnings: document.warnings,
    parts: [first, ...others],
  };
}

async function extractPages(task: ExtractTask, units: readonly Document[]): Promise<ExtractedPart[]> {
  const parts: ExtractedPart[] = [];
  for (const unit of units) parts.push({ page: unit.pages[0]!.number, ...(await extractPart(task, unit)) });
  return parts;
}

async function extractPart({ fields }: ExtractTask, document: Document): Promise<ExtractedPart> {
  const useEmbedded = settings.readEmbeddedInvoices !== false;
  const extracted = await extractFields(document, fields, { useEmbedded });
  return { extracted, result: toCompleteResult(fields, extracted) };
}

function readKept({ name }: { readonly name: string }, bytes: Uint8Array): Document {
  const document = unpackReading(bytes);
  if (document !== undefined) return document;
  throw new Failure('conflict', `"${name}" was read by an older version; retry it first`);
}

function send(message: FromReader) {
  process.send?.(message);
}
