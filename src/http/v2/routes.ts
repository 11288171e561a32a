/**
 * Our own API, `/api/v2`: every route on one screen.
 *
 * Invariant: whatever the dashboard can do, a customer's program can.
 */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { ProcessPool } from '../../engine/process-pool.ts';
import { Failure } from '../../errors.ts';
import type { AnswerAgainParts } from '../../jobs/answer-again.ts';
import { callerOf, createBindingCheck } from '../authenticate.ts';
import * as apiKeys from './api-keys.ts';
import { listAuditEvents } from './audit-events.ts';
import { createDeskAuthentication } from './authenticate.ts';
import { readBatchEvents } from './batch-events.ts';
import * as batches from './batches.ts';
import * as classifications from './classifications.ts';
import * as corrections from './corrections.ts';
import { createErasure } from './erasures.ts';
import * as evaluationSets from './evaluation-sets.ts';
import * as evaluations from './evaluations.ts';
import * as examples from './examples.ts';
import { exportBatch } from './export-batch.ts';
import { readExtractedFile } from './extracted-files.ts';
import * as files from './files.ts';
import { addIdempotency } from './idempotency.ts';
import { listLibraryTypes } from './library.ts';
import { readOperations } from './operations.ts';
import { readPage, readPagePicture } from './pages.ts';
import { answerProblem, answerUnknownResource } from './problem.ts';
import { createReanswers } from './reanswers.ts';
import type { ReceiveParts } from './receive-files.ts';
import { listRetentions } from './retentions.ts';
import { createSession, deleteSession, readSession } from './session.ts';
import * as sources from './sources.ts';
import * as templates from './templates.ts';
import { tryTypes } from './try.ts';
import { tryFields } from './try-fields.ts';
import { readUsage } from './usage.ts';
import * as byHand from './values-by-hand.ts';
import * as versions from './versions.ts';
import * as webhooks from './webhooks.ts';

export type DeskParts = ReceiveParts & {
  /** Secret of this installation: signs the sessions. */
  readonly signingKey: Buffer;
  /** Pictures of pages and tries: best a pool of its own, so that a person never waits behind a batch. */
  readonly pool: ProcessPool;
  readonly requestsPerMinute: number;
  /** Types may link to extractions that do not exist. */
  readonly acceptUnknownExtractions: boolean;
  readonly webhooks: webhooks.WebhookParts;
  readonly sources: sources.SourceParts;
};

export async function registerV2(app: FastifyInstance, parts: DeskParts): Promise<void> {
  const { database, blobs, log, pool, signingKey } = parts;
  const links = { database, log, acceptUnknownExtractions: parts.acceptUnknownExtractions };
  const answering: AnswerAgainParts = {
    database,
    blobs,
    classify: (task, signal) => pool.run<'classify'>({ kind: 'classify', ...task }, signal),
  };
  const stopping = new AbortController();
  await app.register(
    async (v2) => {
      v2.setErrorHandler(answerProblem);
      v2.setNotFoundHandler(answerUnknownResource);
      // Followers would hold the server open for ever.
      v2.addHook('preClose', async () => stopping.abort());
      v2.post('/session', createSession(database, signingKey));
      await v2.register(async (desk) => {
        await addAccess(desk, parts);
        addIdempotency(desk, database);
        desk.get('/session', readSession());
        desk.delete('/session', deleteSession());
        desk.get('/classifications', classifications.listClassifications(database));
        desk.post('/classifications', classifications.createClassification(links));
        desk.get('/classifications/:classificationId', classifications.readClassification(database));
        desk.patch(
          '/classifications/:classificationId',
          classifications.updateClassification(links, answering),
        );
        desk.delete(
          '/classifications/:classificationId',
          classifications.deleteClassification(database, blobs, log),
        );
        desk.post(
          '/classifications/:classificationId/duplicate',
          classifications.duplicateClassification(database),
        );
        addLearning(desk, parts, answering);
        desk.get('/templates', templates.listTemplates(database));
        desk.post('/templates', templates.createTemplate(database));
        desk.get('/templates/:templateId', templates.readTemplate(database));
        desk.patch('/templates/:templateId', templates.updateTemplate(database));
        desk.delete('/templates/:templateId', templates.deleteTemplate(database, blobs, log));
        desk.post('/templates/:templateId/duplicate', templates.duplicateTemplate(database));
        desk.get('/templates/:templateId/revisions', templates.listTemplateRevisions(database));
        desk.get('/library-types', listLibraryTypes());
        desk.post('/tries', tryTypes(database, blobs, pool));
        desk.post('/extraction-tries', tryFields(database, blobs, pool));
        desk.get('/batches', batches.listBatches(database));
        desk.post('/batches', batches.createBatch(parts));
        desk.get('/batches/:batchId', batches.readBatch(database));
        desk.delete('/batches/:batchId', batches.deleteBatch(parts));
        desk.post('/batches/:batchId/files', batches.addFiles(parts));
        desk.post('/batches/:batchId/cancel', batches.cancelBatch(database));
        desk.get('/batches/:batchId/events', readBatchEvents(database, stopping.signal));
        desk.get('/batches/:batchId/export', exportBatch(database, blobs));
        desk.get('/files', files.listFiles(database));
        desk.post('/files/retry', files.retryFiles(parts));
        desk.get('/files/:fileId', files.readFile(database, blobs));
        desk.delete('/files/:fileId', files.deleteFile(parts));
        desk.get('/files/:fileId/original', files.readOriginal(database, blobs));
        desk.get('/files/:fileId/pages/:page', readPage(database, blobs));
        desk.get('/files/:fileId/pages/:page/picture', readPagePicture(database, blobs, pool));
        desk.delete('/files/:fileId/correction', corrections.deleteCorrection(parts));
        desk.get('/corrections', corrections.listCorrections(database));
        desk.post('/corrections', corrections.createCorrections(parts));
        desk.get('/extracted-files/:fileId', readExtractedFile(database));
        desk.post('/extracted-files/:fileId/edits', byHand.editExtractedValues(database));
        desk.delete('/extracted-files/:fileId/edits', byHand.withdrawValueEdits(database));
        desk.post('/extracted-files/:fileId/confirmation', byHand.confirmExtractedValues(database));
        desk.delete('/extracted-files/:fileId/confirmation', byHand.withdrawConfirmation(database));
        desk.get('/sources', sources.listSources(database, parts.sources));
        desk.post('/sources', sources.createSource(database, parts.sources));
        desk.get('/sources/:sourceId', sources.readSource(database));
        desk.patch('/sources/:sourceId', sources.updateSource(database, parts.sources));
        desk.delete('/sources/:sourceId', sources.deleteSource(database));
        desk.post('/sources/:sourceId/check', sources.checkSource(database));
        desk.get('/webhooks', webhooks.listWebhooks(database));
        desk.post('/webhooks', webhooks.setWebhook(database, parts.webhooks));
        desk.delete('/webhooks/:webhookId', webhooks.deleteWebhook(database));
        desk.post('/webhooks/:webhookId/ping', webhooks.pingWebhook(database, parts.webhooks));
        desk.get('/webhook-deliveries', webhooks.listWebhookDeliveries(database));
        desk.post('/webhook-deliveries/:deliveryId/replay', webhooks.replayWebhookDelivery(database));
        desk.get('/operations', readOperations(database));
        desk.get('/retentions', listRetentions(database));
        desk.get('/usage', readUsage(database));
        desk.get('/audit-events', listAuditEvents(database));
        desk.post('/erasures', createErasure(database, blobs, log));
        desk.get('/api-keys', apiKeys.listApiKeys(database));
        desk.post('/api-keys', apiKeys.createApiKey(database));
        desk.delete('/api-keys/:apiKeyId', apiKeys.revokeApiKey(database));
      });
    },
    { prefix: '/api/v2' },
  );
}

/** What classifications learn from, and what became of it. */
function addLearning(desk: FastifyInstance, parts: DeskParts, answering: AnswerAgainParts): void {
  const { database } = parts;
  const classification = '/classifications/:classificationId';
  desk.get(`${classification}/examples`, examples.listExamples(database));
  desk.post(`${classification}/examples`, examples.createExamples(parts));
  desk.delete(`${classification}/examples/:exampleId`, examples.deleteExample(parts));
  desk.get(`${classification}/versions`, versions.listVersions(database));
  desk.get(`${classification}/versions/:version`, versions.readVersion(database));
  desk.get(`${classification}/versions/:version/changes`, versions.compareVersions(database));
  desk.post(`${classification}/versions/:version/restore`, versions.restoreVersion(database));
  desk.post(`${classification}/versions/:version/accept`, versions.acceptVersion(database));
  desk.get('/evaluation-sets', evaluationSets.listEvaluationSets(database));
  desk.post('/evaluation-sets', evaluationSets.createEvaluationSet(database));
  desk.get('/evaluation-sets/:setId', evaluationSets.readEvaluationSet(database));
  desk.delete('/evaluation-sets/:setId', evaluationSets.deleteEvaluationSet(parts));
  desk.get('/evaluation-sets/:setId/files', evaluationSets.listEvaluationSetFiles(database));
  desk.post('/evaluation-sets/:setId/files', evaluationSets.addEvaluationSetFiles(parts));
  desk.delete('/evaluation-sets/:setId/files/:fileId', evaluationSets.deleteEvaluationSetFile(parts));
  desk.get('/evaluations', evaluations.listEvaluations(database));
  desk.post('/evaluations', evaluations.createEvaluation(database, parts.onUpload));
  desk.get('/evaluations/:evaluationId', evaluations.readEvaluation(database));
  desk.delete('/evaluations/:evaluationId', evaluations.deleteEvaluation(database));
  desk.post('/evaluations/:evaluationId/cancel', evaluations.cancelEvaluation(database));
  desk.get('/evaluations/:evaluationId/answers', evaluations.listEvaluationAnswers(database));
  desk.get('/evaluations/:evaluationId/comparison', evaluations.compareEvaluations(database));
  desk.post('/batches/:batchId/reanswers', createReanswers(answering, parts.onUpload));
}

async function addAccess(desk: FastifyInstance, parts: DeskParts): Promise<void> {
  desk.addHook('onRequest', createDeskAuthentication(parts.database, parts.signingKey));
  desk.addHook('preHandler', createBindingCheck(parts.database));
  await desk.register(rateLimit, {
    max: parts.requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => callerOf(request).id,
    errorResponseBuilder: (_request, { after }) =>
      new Failure('too_many_requests', `Too many requests with this key; try again in ${after}`),
  });
}
