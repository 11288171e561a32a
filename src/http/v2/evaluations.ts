import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import { countPairs } from '../../jobs/judge-version.ts';
import { findDefinition } from '../../storage/classification-versions.ts';
import type { Database } from '../../storage/database.ts';
import { listAnswers, pairAnswers } from '../../storage/evaluation-answers.ts';
import { findSetFiles } from '../../storage/evaluation-sets.ts';
import {
  cancelEvaluation as cancel,
  findEvaluation,
  listEvaluations as list,
  deleteEvaluation as remove,
  type Evaluation as StoredEvaluation,
  startEvaluation,
} from '../../storage/evaluations.ts';
import * as schema from './evaluation-schemas.ts';
import { requireSet } from './evaluation-sets.ts';
import { missing, requireClassification } from './missing.ts';
import { roundConfidence, toPage, toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Evaluations';
const params = Type.Object({ evaluationId: schemas.id('Id of an evaluation') });
const shownChangesMax = 200;

export function createEvaluation(database: Database, wake: () => void) {
  return resource({
    name: 'evaluations.create',
    tag,
    summary: 'Evaluate a version on a set',
    description:
      'Work that survives a restart; read it to follow `answered` of `files`. The kept readings are used: nothing is read again. Each file is answered without what people said of it or of a copy of it, so that none is example and test at once.',
    status: 201,
    body: Type.Object({
      setId: schemas.id('Id of an evaluation set'),
      version: Type.Optional(Type.Integer({ minimum: 1, description: 'The one in use where absent' })),
    }),
    answer: schema.evaluation,
    handle: async ({ body, caller: { workspaceId } }) => {
      const set = await requireSet(database, workspaceId, body.setId);
      const { classificationId } = set;
      const { version: inUse } = await requireClassification(database, workspaceId, classificationId);
      const version = body.version ?? inUse;
      const key = { workspaceId, classificationId, version };
      if ((await findDefinition(database, key)) === undefined) throw missing('version', String(version));
      if (set.waiting > 0) {
        throw new Failure('conflict', `${set.waiting} files of the set are being read; try again soon`);
      }
      const files = await findSetFiles(database, workspaceId, set);
      if (files.length === 0) throw new Failure('conflict', 'The set has no files yet; add some first');
      const started = { ...key, setId: set.id, automatic: false, files };
      const evaluationId = await startEvaluation(database, started);
      wake();
      return toEvaluation(await requireEvaluation(database, { workspaceId, evaluationId }));
    },
  });
}

export function listEvaluations(database: Database) {
  return resource({
    name: 'evaluations.list',
    tag,
    summary: 'List the evaluations, newest first',
    query: Type.Object({
      ...schemas.pageQuery,
      classificationId: Type.Optional(schemas.id('Only of this classification')),
      setId: Type.Optional(schemas.id('Only on this set')),
    }),
    answer: schemas.pageOf(schema.evaluation),
    handle: async ({ query, caller: { workspaceId } }) =>
      toPage(await list(database, { limit: 50, ...query, workspaceId }), toEvaluation),
  });
}

export function readEvaluation(database: Database) {
  return resource({
    name: 'evaluations.read',
    tag,
    summary: 'Read an evaluation: its progress, and what it found',
    params,
    answer: schema.evaluation,
    handle: async ({ params: { evaluationId }, caller: { workspaceId } }) =>
      toEvaluation(await requireEvaluation(database, { workspaceId, evaluationId })),
  });
}

export function cancelEvaluation(database: Database) {
  return resource({
    name: 'evaluations.cancel',
    tag,
    summary: 'Stop an evaluation',
    params,
    answer: schema.evaluation,
    handle: async ({ params: { evaluationId }, caller: { workspaceId } }) => {
      await requireEvaluation(database, { workspaceId, evaluationId });
      await cancel(database, { workspaceId, evaluationId });
      return toEvaluation(await requireEvaluation(database, { workspaceId, evaluationId }));
    },
  });
}

export function deleteEvaluation(database: Database) {
  return resource({
    name: 'evaluations.delete',
    tag,
    summary: 'Delete an evaluation',
    params,
    status: 204,
    handle: async ({ params: { evaluationId }, caller: { workspaceId } }) => {
      const deleted = await remove(database, { workspaceId, evaluationId });
      if (!deleted) throw missing('evaluation', evaluationId);
      return undefined;
    },
  });
}

export function listEvaluationAnswers(database: Database) {
  return resource({
    name: 'evaluations.answers',
    tag,
    summary: 'List the answers of an evaluation, the least sure first',
    params,
    query: Type.Object({
      ...schemas.pageQuery,
      expected: Type.Optional(Type.String({ maxLength: 200, description: 'Only files of this type' })),
      answer: Type.Optional(
        Type.String({ maxLength: 200, description: 'Only files answered so; `failed` for those without' }),
      ),
      right: Type.Optional(Type.Boolean()),
    }),
    answer: schemas.pageOf(schema.evaluationAnswer),
    handle: async ({ params: { evaluationId }, query, caller: { workspaceId } }) => {
      await requireEvaluation(database, { workspaceId, evaluationId });
      const page = await listAnswers(database, { workspaceId, evaluationId }, { limit: 50, ...query });
      return toPage(page, ({ batchId: _, answer, confidence, ...rest }) => ({
        ...rest,
        ...(answer !== undefined && { answer }),
        confidence: roundConfidence(confidence),
      }));
    },
  });
}

export function compareEvaluations(database: Database) {
  return resource({
    name: 'evaluations.comparison',
    tag,
    summary: 'Compare an evaluation with an earlier one, file by file',
    params,
    query: Type.Object({ with: schemas.id('Id of the other evaluation: what was before') }),
    answer: schema.comparison,
    handle: async ({ params: { evaluationId }, query, caller: { workspaceId } }) => {
      await requireEvaluation(database, { workspaceId, evaluationId });
      await requireEvaluation(database, { workspaceId, evaluationId: query.with });
      const pairs = await pairAnswers(database, workspaceId, { before: query.with, after: evaluationId });
      return { ...countPairs(pairs), changed: toChanges(pairs) };
    },
  });
}

type Pair = Awaited<ReturnType<typeof pairAnswers>>[number];

/** Only those that differ, the ones that are worse first. */
export function toChanges(pairs: readonly Pair[]): schema.Comparison['changed'] {
  const rank = ({ expected, before, after }: Pair) => (before === expected ? 0 : after === expected ? 1 : 2);
  return pairs
    .filter(({ before, after }) => before !== after)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, shownChangesMax)
    .map(({ before, after, ...rest }) => ({
      ...rest,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    }));
}

async function requireEvaluation(
  database: Database,
  key: { workspaceId: string; evaluationId: string },
): Promise<StoredEvaluation> {
  const found = await findEvaluation(database, key);
  if (found === undefined) throw missing('evaluation', key.evaluationId);
  return found;
}

function toEvaluation(stored: StoredEvaluation): schema.Evaluation {
  const { summary, error, createdAt, finishedAt, ...rest } = stored;
  return {
    ...rest,
    ...(summary !== undefined && { summary: summary as schema.EvaluationSummary }),
    ...(error !== undefined && { error }),
    createdAt: toTime(createdAt),
    ...(finishedAt !== undefined && { finishedAt: toTime(finishedAt) }),
  };
}
