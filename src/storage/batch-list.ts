import { sql } from 'kysely';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import type { Database } from './database.ts';

export type TypeCount = { readonly documentType: string; readonly files: number };

/** A batch with what became of its files. */
export type BatchSummary = {
  readonly id: string;
  readonly classificationId: string;
  readonly classificationName: string | undefined;
  readonly createdAt: number;
  readonly files: number;
  readonly waiting: number;
  readonly processed: number;
  readonly failed: number;
  readonly needsReview: number;
  /** When its latest file was finished. */
  readonly finishedAt: number | undefined;
  /** Of processed files; the commonest type first. */
  readonly types: readonly TypeCount[];
};

export type BatchFilter = {
  readonly workspaceId: string;
  readonly classificationId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/** Newest first. */
export async function listBatches(database: Database, filter: BatchFilter): Promise<ListPage<BatchSummary>> {
  let query = selectBatches(database, filter.workspaceId)
    .orderBy('batches.created_at', 'desc')
    .orderBy('batches.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.classificationId !== undefined) {
    query = query.where('batches.owner_id', '=', filter.classificationId);
  }
  if (filter.cursor !== undefined) {
    const { value, id } = decodeCursor(filter.cursor);
    query = query.where((where) =>
      where.or([
        where('batches.created_at', '<', Number(value)),
        where.and([where('batches.created_at', '=', Number(value)), where('batches.id', '<', id)]),
      ]),
    );
  }
  const rows = await query.execute();
  const counts = await countFiles(
    database,
    filter.workspaceId,
    rows.map((row) => row.id),
  );
  return toListPage(rows, filter.limit, {
    show: (row) => summarise(row, counts.get(row.id) ?? []),
    cursorOf: (row) => ({ value: row.created_at, id: row.id }),
  });
}

export async function findBatchSummary(
  database: Database,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
): Promise<BatchSummary | undefined> {
  const row = await selectBatches(database, workspaceId).where('batches.id', '=', batchId).executeTakeFirst();
  if (row === undefined) return undefined;
  const counts = await countFiles(database, workspaceId, [row.id]);
  return summarise(row, counts.get(row.id) ?? []);
}

function selectBatches(database: Database, workspaceId: string) {
  return database
    .selectFrom('batches')
    .leftJoin('classifications', 'classifications.id', 'batches.owner_id')
    .select(['batches.id', 'batches.owner_id', 'batches.created_at', 'classifications.name'])
    .where('batches.workspace_id', '=', workspaceId)
    .where('batches.owner_kind', '=', 'classification');
}

type BatchRow = { id: string; owner_id: string; created_at: number; name: string | null };
type CountRow = {
  batch_id: string;
  state: string;
  document_type: string | null;
  files: number;
  needs_review: number | null;
  finished_at: number | null;
};

/** One pass over the files of all these batches. */
async function countFiles(
  database: Database,
  workspaceId: string,
  batchIds: readonly string[],
): Promise<Map<string, CountRow[]>> {
  if (batchIds.length === 0) return new Map();
  const rows = await database
    .selectFrom('files')
    .leftJoin('results', (join) =>
      join.onRef('results.file_id', '=', 'files.id').on('results.segment', '=', 0),
    )
    .select((select) => [
      'files.batch_id',
      'files.state',
      'results.document_type',
      select.fn.countAll<number>().as('files'),
      select.fn.sum<number | null>('results.needs_review').as('needs_review'),
      sql<number | null>`max(files.finished_at)`.as('finished_at'),
    ])
    .where('files.batch_id', 'in', batchIds)
    .where('files.workspace_id', '=', workspaceId)
    .groupBy(['files.batch_id', 'files.state', 'results.document_type'])
    .execute();
  return Map.groupBy(rows, (row) => row.batch_id);
}

function summarise(batch: BatchRow, counts: readonly CountRow[]): BatchSummary {
  const sum = (rows: readonly CountRow[]) => rows.reduce((total, row) => total + Number(row.files), 0);
  const inState = (state: string) => sum(counts.filter((row) => row.state === state));
  const finishedAt = Math.max(0, ...counts.map((row) => Number(row.finished_at ?? 0)));
  return {
    id: batch.id,
    classificationId: batch.owner_id,
    classificationName: batch.name ?? undefined,
    createdAt: batch.created_at,
    files: sum(counts),
    waiting: inState('waiting'),
    processed: inState('processed'),
    failed: inState('failed'),
    needsReview: counts.reduce((total, row) => total + Number(row.needs_review ?? 0), 0),
    finishedAt: finishedAt === 0 ? undefined : finishedAt,
    types: counts
      .flatMap((row) =>
        row.document_type === null ? [] : [{ documentType: row.document_type, files: Number(row.files) }],
      )
      .toSorted((a, b) => b.files - a.files || a.documentType.localeCompare(b.documentType)),
  };
}
