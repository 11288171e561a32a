import { sql } from 'kysely';
import type { VersionKey } from './classification-versions.ts';
import { decodeCursor, type ListPage, toListPage } from './cursor.ts';
import type { Database } from './database.ts';
import type { EvaluationKey } from './evaluations.ts';

/** What was answered for one file of an evaluation. */
export type EvaluationAnswer = {
  readonly fileId: string;
  /** The type that it has. */
  readonly expected: string;
  /** Undefined where it could not be answered. */
  readonly answer: string | undefined;
  readonly confidence: number;
  /** So close that a person should look, whatever the threshold. */
  readonly close: boolean;
  readonly milliseconds: number;
};

export type ListedAnswer = EvaluationAnswer & { readonly name: string; readonly batchId: string };

/** Files that are still to be answered. */
export async function findOpenAnswers(
  database: Database,
  { workspaceId, evaluationId }: EvaluationKey,
  limit: number,
): Promise<string[]> {
  const rows = await database
    .selectFrom('evaluation_answers')
    .select('file_id')
    .where('evaluation_id', '=', evaluationId)
    .where('workspace_id', '=', workspaceId)
    .where('milliseconds', 'is', null)
    .orderBy('file_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.file_id);
}

export async function saveAnswers(
  transaction: Database,
  { workspaceId, evaluationId }: EvaluationKey,
  answers: readonly Omit<EvaluationAnswer, 'expected'>[],
): Promise<void> {
  for (const { fileId, answer, confidence, close, milliseconds } of answers) {
    await transaction
      .updateTable('evaluation_answers')
      .set({ answer: answer ?? null, confidence, close: close ? 1 : 0, milliseconds })
      .where('evaluation_id', '=', evaluationId)
      .where('file_id', '=', fileId)
      .where('workspace_id', '=', workspaceId)
      .execute();
  }
}

export async function allAnswers(
  database: Database,
  { workspaceId, evaluationId }: EvaluationKey,
): Promise<EvaluationAnswer[]> {
  const rows = await database
    .selectFrom('evaluation_answers')
    .selectAll()
    .where('evaluation_id', '=', evaluationId)
    .where('workspace_id', '=', workspaceId)
    .where('milliseconds', 'is not', null)
    .orderBy('file_id')
    .execute();
  return rows.map((row) => ({
    fileId: row.file_id,
    expected: row.expected,
    answer: row.answer ?? undefined,
    confidence: row.confidence ?? 0,
    close: row.close === 1,
    milliseconds: row.milliseconds!,
  }));
}

/** The least sure first. */
export async function listAnswers(
  database: Database,
  { workspaceId, evaluationId }: EvaluationKey,
  filter: {
    expected?: string | undefined;
    answer?: string | undefined;
    right?: boolean | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<ListPage<ListedAnswer>> {
  const confidence = sql<number>`coalesce(evaluation_answers.confidence, 0)`;
  let query = database
    .selectFrom('evaluation_answers')
    .innerJoin('files', 'files.id', 'evaluation_answers.file_id')
    .selectAll('evaluation_answers')
    .select(['files.name', 'files.batch_id', confidence.as('sureness')])
    .where('evaluation_answers.evaluation_id', '=', evaluationId)
    .where('evaluation_answers.workspace_id', '=', workspaceId)
    .where('evaluation_answers.milliseconds', 'is not', null)
    .orderBy(confidence)
    .orderBy('evaluation_answers.file_id')
    .limit(filter.limit + 1);
  if (filter.expected !== undefined) query = query.where('expected', '=', filter.expected);
  if (filter.answer === 'failed') query = query.where('answer', 'is', null);
  else if (filter.answer !== undefined) query = query.where('answer', '=', filter.answer);
  if (filter.right === true) query = query.whereRef('answer', '=', 'expected');
  if (filter.right === false) {
    query = query.where(({ or, eb }) =>
      or([eb('answer', 'is', null), eb('answer', '<>', eb.ref('expected'))]),
    );
  }
  if (filter.cursor !== undefined) {
    const { value, id } = decodeCursor(filter.cursor);
    query = query.where(({ or, and, eb }) =>
      or([
        eb(confidence, '>', Number(value)),
        and([eb(confidence, '=', Number(value)), eb('evaluation_answers.file_id', '>', id)]),
      ]),
    );
  }
  return toListPage(await query.execute(), filter.limit, {
    show: (row): ListedAnswer => ({
      fileId: row.file_id,
      name: row.name,
      batchId: row.batch_id,
      expected: row.expected,
      answer: row.answer ?? undefined,
      confidence: row.sureness,
      close: row.close === 1,
      milliseconds: row.milliseconds!,
    }),
    cursorOf: (row) => ({ value: row.sureness, id: row.file_id }),
  });
}

/** A file that two evaluations answered, by the same label. */
export type PairedAnswer = {
  readonly fileId: string;
  readonly name: string;
  readonly expected: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

export async function pairAnswers(
  database: Database,
  workspaceId: string,
  { before, after }: { before: string; after: string },
): Promise<PairedAnswer[]> {
  const rows = await database
    .selectFrom('evaluation_answers as after')
    .innerJoin('evaluation_answers as before', (join) =>
      join
        .onRef('before.file_id', '=', 'after.file_id')
        .onRef('before.expected', '=', 'after.expected')
        .on('before.evaluation_id', '=', before),
    )
    .innerJoin('files', 'files.id', 'after.file_id')
    .select([
      'after.file_id',
      'files.name',
      'after.expected',
      'before.answer as before',
      'after.answer as after',
    ])
    .where('after.evaluation_id', '=', after)
    .where('after.workspace_id', '=', workspaceId)
    .where('before.workspace_id', '=', workspaceId)
    .where('after.milliseconds', 'is not', null)
    .where('before.milliseconds', 'is not', null)
    .orderBy('after.file_id')
    .execute();
  return rows.map((row) => ({
    fileId: row.file_id,
    name: row.name,
    expected: row.expected,
    before: row.before ?? undefined,
    after: row.after ?? undefined,
  }));
}

/** What a version answered for the files of a set, by file, from its latest evaluation that is finished. */
export async function answersOfVersion(
  database: Database,
  { workspaceId, classificationId, version }: VersionKey,
  setId: string,
): Promise<ReadonlyMap<string, string | undefined>> {
  const evaluation = await database
    .selectFrom('evaluations')
    .select('id')
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .where('set_id', '=', setId)
    .where('version', '=', version)
    .where('state', '=', 'finished')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (evaluation === undefined) return new Map();
  const answers = await allAnswers(database, { workspaceId, evaluationId: evaluation.id });
  return new Map(answers.map(({ fileId, answer }) => [fileId, answer]));
}
