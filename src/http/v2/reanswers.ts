import { Type } from 'typebox';
import type { Answer } from '../../classification/answer.ts';
import { type AnswerAgainParts, openAnswering } from '../../jobs/answer-again.ts';
import { findUndecided, replaceAnswers, type UndecidedFile } from '../../storage/reanswered-files.ts';
import { batchParams } from './batches.ts';
import * as schema from './evaluation-schemas.ts';
import { missing, requireBatch, requireClassification } from './missing.ts';
import { roundConfidence } from './present.ts';
import { resource } from './resource.ts';

/** A person waits for it, after each correction: about 3 s. */
const examinedMax = 100;

export function createReanswers(parts: AnswerAgainParts, wake: () => void) {
  const { database } = parts;
  return resource({
    name: 'reanswers.create',
    tag: 'Batches',
    summary: 'Answer the files of a batch anew, by what was learned since',
    description:
      'Only files that no person decided on, from their kept readings. Without `apply` nothing changes: it tells which files would be of another type now. With it, the files of `fileIds` get their new answers, all at once.',
    params: batchParams,
    body: Type.Object({
      apply: Type.Optional(Type.Boolean()),
      fileIds: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: examinedMax })),
    }),
    answer: schema.reanswers,
    handle: async ({ params: { batchId }, body, request, caller: { workspaceId } }) => {
      const left = new AbortController();
      request.raw.socket.once('close', () => left.abort());
      const { owner } = await requireBatch(database, workspaceId, batchId);
      if (owner.kind !== 'classification') throw missing('batch of a classification', batchId);
      const classificationId = owner.id;
      const now = await requireClassification(database, workspaceId, classificationId);
      const { fileIds } = body;
      const files = await findUndecided(database, { workspaceId, batchId }, { fileIds, limit: examinedMax });
      const key = { workspaceId, classificationId, version: now.version };
      const how = { types: now.documentTypes, settings: now.settings, test: false };
      await using answering = await openAnswering(parts, key, how);
      const answers: (UndecidedFile & { readonly answer: Answer })[] = [];
      for (const file of files) {
        const answer = await answering.answer(file, left.signal);
        if (answer !== undefined) answers.push({ ...file, answer });
      }
      const { revision } = now;
      const applied = body.apply ? await replaceAnswers(database, { ...key, revision, answers }) : [];
      if (applied.length > 0) wake();
      return {
        version: now.version,
        examined: answers.length,
        changed: answers
          .filter(({ documentType, answer }) => documentType !== answer.documentType)
          .map(({ fileId, name, documentType, confidence, answer }) => ({
            fileId,
            name,
            before: { documentType, confidence: roundConfidence(confidence) },
            after: { documentType: answer.documentType, confidence: roundConfidence(answer.confidence) },
          })),
        applied,
      };
    },
  });
}
