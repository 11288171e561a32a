/** What a request is about to change, for the record: the names of what it sets, never the values. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { ApiKey } from '../storage/api-key.ts';
import { audited, type Change } from '../storage/audit.ts';
import { accessByOperation } from './access.ts';

/** The most telling id of a request first. */
const kinds = [
  ['fileId', 'file'],
  ['exampleId', 'example'],
  ['sourceId', 'source'],
  ['evaluationId', 'evaluation'],
  ['setId', 'evaluation set'],
  ['deliveryId', 'webhook delivery'],
  ['webhookId', 'webhook'],
  ['apiKeyId', 'API key'],
  ['batchId', 'batch'],
  ['templateId', 'template'],
  ['extractionId', 'template'],
  ['classificationId', 'classification'],
] as const;
/** What operations make that name nothing but what is in it. */
const madeBy: Readonly<Record<string, string>> = {
  createClassification: 'classification',
  'classifications.create': 'classification',
  createExtraction: 'template',
  'templates.create': 'template',
  'apiKeys.create': 'API key',
  'webhooks.set': 'webhook',
  'sources.create': 'source',
  'evaluationSets.create': 'evaluation set',
  'evaluations.create': 'evaluation',
  'batches.create': 'batch',
  uploadFiles: 'batch',
  uploadExtractionFiles: 'batch',
};
/** Settings whose values are no secret and no content. */
const shownValues = new Set([
  'scope',
  'expiresAt',
  'documentType',
  'sha256',
  'revision',
  'classificationId',
  'templateId',
]);
const idsShownMax = 20;

/** Runs the operation; the transaction that changes something records who asked for what. */
export function auditedRequest<T>(
  request: FastifyRequest,
  key: ApiKey,
  operation: string,
  act: () => Promise<T>,
): Promise<T> {
  if ((accessByOperation[operation]?.scope ?? 'read') === 'read') return act();
  return audited(changeOf(request, key, operation), act);
}

function changeOf(request: FastifyRequest, key: ApiKey, action: string): Change {
  const isForm = request.body instanceof Readable;
  const body = isForm ? {} : ((request.body ?? {}) as Record<string, unknown>);
  const named = { ...body, ...(request.params as Record<string, unknown>) };
  const made = madeBy[action];
  const [name, kind] = kinds.find(([id]) => typeof named[id] === 'string' && made === undefined) ?? [];
  // An operation that knows no such list takes any value there; `{"toString": []}` is no text.
  const fileIds = [body.fileIds ?? body['fileIds[]'] ?? []].flat().filter((id) => typeof id === 'string');
  const listed = fileIds.slice(0, idsShownMax).join(', ');
  const more = fileIds.length > idsShownMax ? ` and ${fileIds.length - idsShownMax} more` : '';
  return {
    workspaceId: key.workspaceId,
    actor: { kind: 'key', id: key.id, name: key.name },
    action,
    resourceKind: made ?? (fileIds.length > 0 ? 'file' : (kind ?? 'workspace')),
    resourceId:
      made !== undefined ? undefined : fileIds.length > 0 ? fileIds[0] : name && String(named[name]),
    summary: [
      ...(fileIds.length > 0 ? [`${fileIds.length} files: ${listed}${more}`] : []),
      ...(isForm ? ['files uploaded'] : []),
      ...Object.entries(body)
        .filter(([field]) => !field.startsWith('fileIds') && field !== name)
        .map(([field, value]) =>
          shownValues.has(field) && typeof value !== 'object' ? `${field}: ${value}` : field,
        ),
    ]
      .join('; ')
      .slice(0, 1_000),
    requestId: String(request.id),
  };
}
