import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { PlainResult } from '../../extraction/extracted.ts';
import { parseFields } from '../../extraction/field.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { plainResultsOf } from '../../storage/extractions.ts';
import { type DeskFile, listDeskFiles } from '../../storage/file-list.ts';
import type { Template } from '../../storage/templates.ts';
import { batchParams } from './batches.ts';
import { toCsvRow } from './csv.ts';
import { fileFilters } from './files.ts';
import { requireBatch, requireTemplate } from './missing.ts';
import { toFile } from './present.ts';
import { resource } from './resource.ts';
import type { File } from './schemas.ts';
import { valueColumns } from './value-columns.ts';
import { writeXlsx } from './xlsx.ts';
import { writeZip, type ZipEntry, zipBytesMax, zipEntriesMax } from './zip-stream.ts';

const rowsAtOnce = 500;

/** With values where the batch is of a template. */
type Row = { readonly file: File; readonly values?: PlainResult };
type Column = readonly [title: string, value: (row: Row) => string | number];

const fileColumns: readonly (readonly [title: string, value: (file: File) => string | number])[] = [
  ['file', (file) => file.name],
  ['state', (file) => file.state],
  ['type', (file) => file.documentType ?? ''],
  ['confidence', (file) => file.confidence ?? ''],
  ['needs review', (file) => (file.needsReview ? 'yes' : 'no')],
  ['checked by', (file) => (file.correction ?? file.valuesConfirmed)?.by ?? ''],
  ['predicted type', (file) => file.correction?.predictedType ?? ''],
  ['pages', (file) => file.pageCount],
  ['bytes', (file) => file.bytes],
  ['media type', (file) => file.mediaType],
  ['error', (file) => file.error?.message ?? ''],
  ['uploaded', (file) => file.createdAt],
  ['finished', (file) => file.finishedAt ?? ''],
  ['id', (file) => file.id],
];

/** What only classified files have. */
const answers = new Set(['type', 'confidence', 'needs review', 'predicted type']);

const mediaTypes = {
  jsonl: 'application/jsonl',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
} as const;

export function exportBatch(database: Database, blobs: BlobStore) {
  return resource({
    name: 'batches.export',
    tag: 'Batches',
    summary: 'Export the files of a batch with their answers',
    description:
      'As JSON lines, CSV or XLSX; or the originals as ZIP, in a folder for each type. The filters of the list apply. Of a template, the values are there too: as `values` of the JSON lines, else in a column for each field, tables as a line for each row.',
    params: batchParams,
    query: Type.Object({
      ...fileFilters,
      format: Type.Optional(
        Type.Union([Type.Literal('jsonl'), Type.Literal('csv'), Type.Literal('xlsx'), Type.Literal('zip')]),
      ),
    }),
    handle: async ({ params: { batchId }, query, reply, caller: { workspaceId } }) => {
      const { owner } = await requireBatch(database, workspaceId, batchId);
      const template =
        owner.kind === 'template' ? await requireTemplate(database, workspaceId, owner.id) : undefined;
      const { format = 'jsonl', ...filters } = query;
      const filter = { ...filters, workspaceId, batchId };
      if (format === 'zip') await requireZipSize(database, filter);
      const pages = readAll(database, filter);
      const rows = template === undefined ? answersOf(pages) : withValues(database, workspaceId, pages);
      const contents = {
        jsonl: () => toJsonLines(rows),
        csv: () => toCsv(toCells(rows, columnsOf(template))),
        xlsx: () => writeXlsx(toCells(rows, columnsOf(template))),
        zip: () => writeZip(sortByType(pages, blobs)),
      };
      reply.headers({
        'content-type': mediaTypes[format],
        'content-disposition': `attachment; filename="batch-${batchId}.${format}"`,
      });
      return reply.send(Readable.from(contents[format]()));
    },
  });
}

type Filter = Omit<Parameters<typeof listDeskFiles>[1], 'order' | 'limit' | 'cursor'>;

/** One list of text a page, so that a batch of any size is never whole in memory. */
async function* readAll(database: Database, filter: Filter): AsyncGenerator<readonly DeskFile[]> {
  let cursor: string | undefined;
  do {
    const page = await listDeskFiles(database, { ...filter, order: 'upload', limit: rowsAtOnce, cursor });
    yield page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

async function* answersOf(pages: AsyncIterable<readonly DeskFile[]>): AsyncGenerator<readonly Row[]> {
  for await (const files of pages) yield files.map((file) => ({ file: toFile(file) }));
}

async function* withValues(
  database: Database,
  workspaceId: string,
  pages: AsyncIterable<readonly DeskFile[]>,
): AsyncGenerator<readonly Row[]> {
  for await (const files of pages) {
    const fileIds = files.map(({ id }) => id);
    const values = await plainResultsOf(database, { workspaceId, fileIds });
    yield files.map((file) => ({ file: toFile(file), values: values.get(file.id) ?? {} }));
  }
}

/** The values stand beside the name: they are what people want of a template. */
function columnsOf(template: Template | undefined): readonly Column[] {
  const ofFile = fileColumns.map(([title, value]): Column => [title, ({ file }) => value(file)]);
  if (template === undefined) return ofFile;
  const ofValues = valueColumns(parseFields(template.fields)).map(
    ({ title, cell }): Column => [title, ({ values = {} }) => cell(values)],
  );
  const [name, ...rest] = ofFile.filter(([title]) => !answers.has(title));
  return [name!, ...ofValues, ...rest];
}

async function* toJsonLines(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  // JSON leaves out what is undefined.
  for await (const rows of pages) {
    yield rows.map(({ file, values }) => `${JSON.stringify({ ...file, values })}\n`).join('');
  }
}

async function* toCsv(rows: AsyncIterable<readonly (string | number)[]>): AsyncGenerator<string> {
  // Without the mark, Excel takes UTF-8 for the encoding of the country.
  yield '\ufeff';
  for await (const row of rows) yield toCsvRow(row);
}

async function* toCells(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly Column[],
): AsyncGenerator<readonly (string | number)[]> {
  yield columns.map(([title]) => title);
  for await (const rows of pages) {
    for (const row of rows) yield columns.map(([, value]) => value(row));
  }
}

/** `Invoice/scan.pdf`; a second one of the name is `Invoice/scan (2).pdf`. */
async function* sortByType(
  pages: AsyncIterable<readonly DeskFile[]>,
  blobs: BlobStore,
): AsyncGenerator<ZipEntry> {
  const used = new Map<string, number>();
  for await (const files of pages) {
    for (const { name, state, result, blobKey, originalsDeletedAt } of files) {
      if (originalsDeletedAt !== undefined) continue;
      const folder = toFolder(result?.documentType ?? state);
      const path = `${folder}/${name}`;
      const count = (used.get(path.toLowerCase()) ?? 0) + 1;
      used.set(path.toLowerCase(), count);
      const entry = count === 1 ? path : path.replace(/(\.[^./]*)?$/, ` (${count})$1`);
      yield { name: entry, content: await blobs.get(blobKey) };
    }
  }
}

/** A type may be named `Q&A / other`; a folder may not. */
function toFolder(name: string): string {
  return name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '-').replace(/^\.+/, '-');
}

async function requireZipSize(database: Database, filter: Filter): Promise<void> {
  let files = 0;
  let bytes = 0;
  for await (const page of readAll(database, filter)) {
    files += page.length;
    bytes = page.reduce((sum, file) => sum + file.bytes, bytes);
  }
  if (files <= zipEntriesMax && bytes <= zipBytesMax) return;
  throw new Failure(
    'limit_exceeded',
    `A ZIP holds ${zipEntriesMax} files and ${zipBytesMax / 1e9} GB at most; narrow it, by documentType for example`,
  );
}
