import { Failure } from '../errors.ts';
import { findDefinition } from '../storage/classification-versions.ts';
import type { EvaluateData } from '../storage/evaluate-kind.ts';
import {
  allAnswers,
  type EvaluationAnswer,
  findOpenAnswers,
  saveAnswers,
} from '../storage/evaluation-answers.ts';
import { findReadings } from '../storage/evaluation-sets.ts';
import {
  continueEvaluation,
  type Evaluation,
  findEvaluation,
  moveEvaluation,
} from '../storage/evaluations.ts';
import type { ClaimedJob } from '../storage/job-claims.ts';
import { type AnswerAgainParts, openAnswering } from './answer-again.ts';
import { summariseAnswers } from './evaluation-summary.ts';
import type { JobHandler, Write } from './job-handler.ts';
import { judgeVersion } from './judge-version.ts';

/** So long one job of an evaluation answers files; then those of others get their turn at the reader. */
const sliceMs = 2_000;
const restMs = 100;
const filesAtOnce = 500;

/**
 * Answers the files of an evaluation from their kept readings, a slice a job, so that it shares the readers with
 * the work of others, goes on after a restart where it was, and can be stopped. The last slice sums up.
 */
export function createEvaluateHandler(parts: AnswerAgainParts): JobHandler {
  const { database } = parts;
  return {
    async run(job, signal) {
      const key = evaluationOf(job);
      const evaluation = await findEvaluation(database, key);
      // Deleted or cancelled while its job waited: nothing is left to do.
      if (evaluation === undefined || !['waiting', 'running'].includes(evaluation.state)) return undefined;
      const { workspaceId } = key;
      const { classificationId, version } = evaluation;
      const definition = await findDefinition(database, { workspaceId, classificationId, version });
      if (definition === undefined) throw new Failure('not_found', `There is no version ${version}`);
      const fileIds = await findOpenAnswers(database, key, filesAtOnce);
      if (fileIds.length === 0) {
        const names = definition.documentTypes.map(({ name }) => name);
        return writeSummary(key, evaluation, names, await allAnswers(database, key));
      }
      // With no threshold, only what is too close is left to ask for review: any threshold can be tried on it later.
      const settings = { ...definition.settings, reviewThreshold: 0 };
      const how = { types: definition.documentTypes, settings, test: true };
      await using answering = await openAnswering(parts, { workspaceId, classificationId, version }, how);
      const readings = await findReadings(database, workspaceId, fileIds);
      const answers: Omit<EvaluationAnswer, 'expected'>[] = [];
      const until = performance.now() + sliceMs;
      for (const fileId of fileIds) {
        if (performance.now() > until) break;
        const startedAt = performance.now();
        const reading = readings.get(fileId);
        const answer =
          reading?.readingKey === undefined
            ? undefined
            : await answering.answer({ ...reading, readingKey: reading.readingKey }, signal);
        answers.push({
          fileId,
          answer: answer?.documentType,
          confidence: answer?.confidence ?? 0,
          close: answer?.needsReview ?? true,
          milliseconds: performance.now() - startedAt,
        });
      }
      return async (transaction) => {
        if (!(await moveEvaluation(transaction, key, { state: 'running' }))) return;
        await saveAnswers(transaction, key, answers);
        await continueEvaluation(transaction, key, restMs);
      };
    },
    giveUp: (job, error) => (transaction) => {
      const reason = error instanceof Failure ? error.message : 'Internal error while evaluating';
      return moveEvaluation(transaction, evaluationOf(job), { state: 'failed', error: reason });
    },
  };
}

function writeSummary(
  key: { readonly workspaceId: string; readonly evaluationId: string },
  evaluation: Evaluation,
  types: readonly string[],
  answers: readonly EvaluationAnswer[],
): Write {
  const summary = summariseAnswers(types, answers);
  return async (transaction) => {
    if (!(await moveEvaluation(transaction, key, { state: 'finished', summary }))) return;
    if (evaluation.automatic) await judgeVersion(transaction, key.workspaceId, { ...evaluation, types });
  };
}

function evaluationOf({ workspaceId, data }: ClaimedJob) {
  return { workspaceId, evaluationId: (data as EvaluateData).evaluationId };
}
