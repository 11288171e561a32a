import { chunked } from './chunked.ts';
import type { VersionKey } from './classification-versions.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import { type Database, inTransaction } from './database.ts';
import { evaluateKind } from './evaluate-kind.ts';
import type { SetFile } from './evaluation-sets.ts';
import { createId } from './ids.ts';
import { enqueueJobs, removeJobsOfGroup } from './jobs.ts';
import type { EvaluationRow, EvaluationState } from './learning-rows.ts';

/** How right a version answers the files of a set. */
export type Evaluation = {
  readonly id: string;
  readonly classificationId: string;
  readonly setId: string;
  readonly version: number;
  readonly automatic: boolean;
  readonly state: EvaluationState;
  readonly files: number;
  readonly answered: number;
  /** As evaluated; undefined until it is finished. */
  readonly summary: unknown;
  readonly error: string | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
};

export type EvaluationKey = { readonly workspaceId: string; readonly evaluationId: string };

export type NewEvaluation = VersionKey & {
  readonly setId: string;
  readonly automatic: boolean;
  readonly files: readonly SetFile[];
};

/** The files as they are labelled now, and the job. Wake the queue after the commit. */
export function startEvaluation(database: Database, started: NewEvaluation): Promise<string> {
  const now = Date.now();
  const id = createId(now);
  const { workspaceId, classificationId, setId, version, automatic, files } = started;
  return inTransaction(database, async (transaction) => {
    await transaction
      .insertInto('evaluations')
      .values({
        id,
        workspace_id: workspaceId,
        classification_id: classificationId,
        set_id: setId,
        version,
        automatic: automatic ? 1 : 0,
        state: 'waiting',
        files: files.length,
        summary: null,
        error: null,
        created_at: now,
        finished_at: null,
      })
      .execute();
    for (const part of chunked(files)) {
      await transaction
        .insertInto('evaluation_answers')
        .values(
          part.map(({ fileId, documentType }) => ({
            evaluation_id: id,
            file_id: fileId,
            workspace_id: workspaceId,
            expected: documentType,
            answer: null,
            confidence: null,
            close: null,
            milliseconds: null,
          })),
        )
        .execute();
    }
    await continueEvaluation(transaction, { workspaceId, evaluationId: id }, 0);
    return id;
  });
}

export async function continueEvaluation(
  transaction: Database,
  { workspaceId, evaluationId }: EvaluationKey,
  delayMs: number,
): Promise<void> {
  const data = { evaluationId };
  const job = { workspaceId, kind: evaluateKind, groupId: evaluationId, data, dedupeKey: evaluationId };
  await enqueueJobs(transaction, [{ ...job, delayMs }]);
}

/** Newest first; automatic ones only where asked for. */
export async function listEvaluations(
  database: Database,
  filter: {
    workspaceId: string;
    classificationId?: string | undefined;
    setId?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<ListPage<Evaluation>> {
  let query = selectEvaluations(database, filter.workspaceId)
    .orderBy('evaluations.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.classificationId !== undefined) {
    query = query.where('evaluations.classification_id', '=', filter.classificationId);
  }
  if (filter.setId !== undefined) query = query.where('evaluations.set_id', '=', filter.setId);
  if (filter.cursor !== undefined) query = query.where('evaluations.id', '<', decodeCursor(filter.cursor).id);
  return toListPage(await query.execute(), filter.limit, {
    show: rowToEvaluation,
    cursorOf: (row) => ({ value: row.created_at, id: row.id }),
  });
}

export async function findEvaluation(
  database: Database,
  { workspaceId, evaluationId }: EvaluationKey,
): Promise<Evaluation | undefined> {
  const row = await selectEvaluations(database, workspaceId)
    .where('evaluations.id', '=', evaluationId)
    .executeTakeFirst();
  return row && rowToEvaluation(row);
}

/** How it goes on, or ended. One that is over stays as it is: false says so. */
export async function moveEvaluation(
  transaction: Database,
  { workspaceId, evaluationId }: EvaluationKey,
  change: { readonly state: EvaluationState; readonly summary?: unknown; readonly error?: string },
): Promise<boolean> {
  const isOver = change.state !== 'running';
  const { numUpdatedRows } = await transaction
    .updateTable('evaluations')
    .set({
      state: change.state,
      ...(change.summary !== undefined && { summary: JSON.stringify(change.summary) }),
      ...(change.error !== undefined && { error: change.error }),
      ...(isOver && { finished_at: Date.now() }),
    })
    .where('id', '=', evaluationId)
    .where('workspace_id', '=', workspaceId)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stops it; what was answered stays. */
export function cancelEvaluation(database: Database, key: EvaluationKey): Promise<boolean> {
  const { workspaceId, evaluationId: groupId } = key;
  return inTransaction(database, async (transaction) => {
    await removeJobsOfGroup(transaction, { workspaceId, groupId });
    return moveEvaluation(transaction, key, { state: 'cancelled' });
  });
}

export function deleteEvaluation(
  database: Database,
  { workspaceId, evaluationId }: EvaluationKey,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    await removeJobsOfGroup(transaction, { workspaceId, groupId: evaluationId });
    const { numDeletedRows } = await transaction
      .deleteFrom('evaluations')
      .where('id', '=', evaluationId)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  });
}

function selectEvaluations(database: Database, workspaceId: string) {
  return database
    .selectFrom('evaluations')
    .selectAll('evaluations')
    .select((select) =>
      select
        .selectFrom('evaluation_answers')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('evaluation_answers.evaluation_id', '=', 'evaluations.id')
        .where('evaluation_answers.milliseconds', 'is not', null)
        .as('answered'),
    )
    .where('evaluations.workspace_id', '=', workspaceId);
}

function rowToEvaluation(row: EvaluationRow & { answered: number | null }): Evaluation {
  return {
    id: row.id,
    classificationId: row.classification_id,
    setId: row.set_id,
    version: row.version,
    automatic: row.automatic === 1,
    state: row.state,
    files: row.files,
    answered: Number(row.answered),
    summary: row.summary === null ? undefined : JSON.parse(row.summary),
    error: row.error ?? undefined,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
