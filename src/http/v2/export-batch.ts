import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import { listDeskFiles } from '../../storage/file-list.ts';
import { batchParams } from './batches.ts';
import { toCsvRow } from './csv.ts';
import { fileFilters } from './files.ts';
import { requireBatch } from './missing.ts';
import { toFile } from './present.ts';
import { resource } from './resource.ts';
import type { File } from './schemas.ts';

const rowsAtOnce = 500;

const columns: readonly (readonly [title: string, value: (file: File) => string | number])[] = [
  ['file', (file) => file.name],
  ['state', (file) => file.state],
  ['type', (file) => file.documentType ?? ''],
  ['confidence', (file) => file.confidence ?? ''],
  ['needs review', (file) => (file.needsReview ? 'yes' : 'no')],
  ['checked by', (file) => file.correction?.by ?? ''],
  ['predicted type', (file) => file.correction?.predictedType ?? ''],
  ['pages', (file) => file.pageCount],
  ['bytes', (file) => file.bytes],
  ['media type', (file) => file.mediaType],
  ['error', (file) => file.error?.message ?? ''],
  ['uploaded', (file) => file.createdAt],
  ['finished', (file) => file.finishedAt ?? ''],
  ['id', (file) => file.id],
];

export function exportBatch(database: Database) {
  return resource({
    name: 'batches.export',
    tag: 'Batches',
    summary: 'Export the files of a batch with their answers',
    description: 'As JSON lines or CSV; the filters of the list apply.',
    params: batchParams,
    query: Type.Object({
      ...fileFilters,
      format: Type.Optional(Type.Union([Type.Literal('jsonl'), Type.Literal('csv')])),
    }),
    handle: async ({ params: { batchId }, query, reply, caller: { workspaceId } }) => {
      await requireBatch(database, workspaceId, batchId);
      const { format = 'jsonl', ...filters } = query;
      const files = readAll(database, { ...filters, workspaceId, batchId });
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl';
      reply.headers({
        'content-type': type,
        'content-disposition': `attachment; filename="batch-${batchId}.${format}"`,
      });
      return reply.send(Readable.from(format === 'csv' ? toCsv(files) : toJsonLines(files)));
    },
  });
}

type Filter = Omit<Parameters<typeof listDeskFiles>[1], 'order' | 'limit' | 'cursor'>;

/** One list of text a page, so that a batch of any size is never whole in memory. */
async function* readAll(database: Database, filter: Filter): AsyncGenerator<readonly File[]> {
  let cursor: string | undefined;
  do {
    const page = await listDeskFiles(database, { ...filter, order: 'upload', limit: rowsAtOnce, cursor });
    yield page.items.map(toFile);
    cursor = page.next;
  } while (cursor !== undefined);
}

async function* toJsonLines(pages: AsyncIterable<readonly File[]>): AsyncGenerator<string> {
  for await (const files of pages) yield files.map((file) => `${JSON.stringify(file)}\n`).join('');
}

async function* toCsv(pages: AsyncIterable<readonly File[]>): AsyncGenerator<string> {
  // Without the mark, Excel takes UTF-8 for the encoding of the country.
  yield `\ufeff${toCsvRow(columns.map(([title]) => title))}`;
  for await (const files of pages) {
    yield files.map((file) => toCsvRow(columns.map(([, value]) => value(file)))).join('');
  }
}
