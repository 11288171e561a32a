/**
 * What a key needs for each operation of both APIs.
 *
 * Invariant: an operation that is not in the table asks for the scope admin, and is closed to bound keys.
 */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../errors.ts';
import { type ApiKey, isBound, type KeyScope, keyScopes } from '../storage/api-key.ts';
import type { Database } from '../storage/database.ts';
import { seesOwner, visibleBatches, visibleFiles } from '../storage/key-binding.ts';

/**
 * `closed`: not for bound keys. `within`: for what lies within the key's binding; the ids that the request
 * names are checked here. `open`: touches nothing of the workspace, or the handler looks at the binding itself.
 */
export type Access = { readonly scope: KeyScope; readonly bound: 'closed' | 'within' | 'open' };

const read: Access = { scope: 'read', bound: 'closed' };
const readWithin: Access = { scope: 'read', bound: 'within' };
const readOpen: Access = { scope: 'read', bound: 'open' };
const write: Access = { scope: 'write', bound: 'closed' };
const writeWithin: Access = { scope: 'write', bound: 'within' };
/** Who may do what, who is told, and what is kept of it. */
const admin: Access = { scope: 'admin', bound: 'closed' };

export const accessByOperation: Readonly<Record<string, Access>> = {
  createClassification: write,
  viewClassification: readWithin,
  updateClassification: write,
  uploadFiles: writeWithin,
  getResults: readWithin,
  deleteFiles: writeWithin,
  deleteBatch: writeWithin,
  deleteClassification: write,
  createExtraction: write,
  viewExtraction: readWithin,
  updateExtraction: write,
  deleteExtraction: write,
  uploadExtractionFiles: writeWithin,
  getBatchResults: readWithin,
  credits: readOpen,
  readSession: readOpen,
  deleteSession: readOpen,
  'classifications.list': readOpen,
  'classifications.create': write,
  'classifications.read': readWithin,
  'classifications.update': write,
  'classifications.delete': write,
  'classifications.duplicate': write,
  'examples.list': readWithin,
  'examples.create': write,
  'examples.delete': write,
  'versions.list': readWithin,
  'versions.read': readWithin,
  'versions.changes': readWithin,
  'versions.restore': write,
  'versions.accept': write,
  'evaluationSets.list': read,
  'evaluationSets.create': write,
  'evaluationSets.read': read,
  'evaluationSets.delete': write,
  'evaluationSets.files': read,
  'evaluationSets.addFiles': write,
  'evaluationSets.deleteFile': write,
  'evaluations.list': read,
  'evaluations.create': write,
  'evaluations.read': read,
  'evaluations.delete': write,
  'evaluations.cancel': write,
  'evaluations.answers': read,
  'evaluations.comparison': read,
  'reanswers.create': writeWithin,
  'templates.list': readOpen,
  'templates.create': write,
  'templates.read': readWithin,
  'templates.update': write,
  'templates.delete': write,
  'templates.duplicate': write,
  'templates.revisions': readWithin,
  'libraryTypes.list': readOpen,
  'tries.create': write,
  'extractionTries.create': write,
  'batches.list': readWithin,
  'batches.create': writeWithin,
  'batches.read': readWithin,
  'batches.delete': writeWithin,
  'batches.addFiles': writeWithin,
  'batches.cancel': writeWithin,
  'batches.events': readWithin,
  'batches.export': readWithin,
  'files.list': readWithin,
  'files.retry': writeWithin,
  'files.read': readWithin,
  'files.delete': writeWithin,
  'files.original': readWithin,
  'pages.read': readWithin,
  'pages.picture': readWithin,
  'corrections.delete': writeWithin,
  'corrections.list': readWithin,
  'corrections.create': writeWithin,
  'extractedFiles.read': readWithin,
  'extractedFiles.edit': writeWithin,
  'extractedFiles.withdrawEdits': writeWithin,
  'extractedFiles.confirm': writeWithin,
  'extractedFiles.withdrawConfirmation': writeWithin,
  'sources.list': admin,
  'sources.create': admin,
  'sources.read': admin,
  'sources.update': admin,
  'sources.delete': admin,
  'sources.check': admin,
  'webhooks.list': admin,
  'webhooks.set': admin,
  'webhooks.delete': admin,
  'webhooks.ping': admin,
  'webhookDeliveries.list': admin,
  'webhookDeliveries.replay': admin,
  'operations.read': read,
  'retentions.list': read,
  'usage.read': read,
  'auditEvents.list': admin,
  'erasures.create': admin,
  'apiKeys.list': admin,
  'apiKeys.create': admin,
  'apiKeys.revoke': admin,
};

/** Refuses what the key's scope or binding does not allow, before a byte of the body is read. */
export function requireAccess(request: FastifyRequest, key: ApiKey): void {
  const { name, scope, bound } = accessOf(request);
  if (keyScopes.indexOf(key.scope) < keyScopes.indexOf(scope)) {
    throw new Failure(
      'forbidden',
      `This key has the scope ${key.scope}; ${name} needs a key with the scope ${scope}`,
    );
  }
  if (isBound(key) && bound === 'closed') {
    throw new Failure(
      'forbidden',
      `This key is bound to a classification or template; ${name} needs one that is not`,
    );
  }
}

/**
 * As whom a bound key's request is answered: as itself where all that it names lies within the binding, else as
 * somebody whose workspace is empty, so that the rest answers exactly as what never was. Lists of ids are
 * narrowed instead, as handlers pass over files that do not exist.
 */
export async function withinBinding(
  database: Database,
  request: FastifyRequest,
  key: ApiKey,
): Promise<ApiKey> {
  if (!isBound(key) || accessOf(request).bound !== 'within') return key;
  // A form is read by its handler, which looks at the owner that it names.
  const isForm = request.body instanceof Readable;
  const body = isForm ? {} : ((request.body ?? {}) as Record<string, unknown>);
  const query = request.query as Named;
  const lists = ['fileIds', 'fileIds[]'].filter((name) => body[name] !== undefined);
  for (const name of lists) {
    const asked = idsIn(body[name]);
    const visible = await visibleFiles(database, key, asked);
    body[name] = asked.filter((id) => visible.has(id));
  }
  const named: Named = { ...body, ...query, ...(request.params as Named) };
  if (idNames.some((name) => named[name] !== undefined)) {
    return (await seesAll(database, key, named)) ? key : outside(key);
  }
  if (isForm || lists.length > 0) return key;
  if (!takes(request, 'classificationId')) return outside(key);
  // No owner has the empty id.
  query.classificationId = key.classificationId ?? '';
  if (takes(request, 'templateId')) query.templateId = key.templateId ?? '';
  return key;
}

const idNames = ['classificationId', 'templateId', 'extractionId', 'batchId', 'fileId'] as const;
/** The ids that a request names, wherever it names them. */
type Named = { [Name in (typeof idNames)[number]]?: unknown };

async function seesAll(database: Database, key: ApiKey, named: Named): Promise<boolean> {
  const batchIds = idsIn(named.batchId);
  const fileIds = idsIn(named.fileId);
  // Whether a batch is the named template's is asked with the batch.
  const templateIds = batchIds.length > 0 ? [] : idsIn([named.templateId, named.extractionId]);
  const batches = await visibleBatches(database, key, batchIds);
  const files = await visibleFiles(database, key, fileIds);
  return (
    idsIn(named.classificationId).every((id) => seesOwner(key, { kind: 'classification', id })) &&
    templateIds.every((id) => seesOwner(key, { kind: 'template', id })) &&
    batchIds.every((id) => batches.has(id)) &&
    fileIds.every((id) => files.has(id))
  );
}

/** No workspace has such an id. */
const outside = (key: ApiKey): ApiKey => ({ ...key, workspaceId: `outside ${key.id}` });

/** Whether it is a list that the query narrows by this id. */
function takes(request: FastifyRequest, name: (typeof idNames)[number]): boolean {
  const { querystring } = (request.routeOptions.schema ?? {}) as { querystring?: { properties?: object } };
  return name in (querystring?.properties ?? {});
}

function accessOf(request: FastifyRequest): Access & { readonly name: string } {
  const { operationId = 'this' } = (request.routeOptions.schema ?? {}) as { operationId?: string };
  return { ...(accessByOperation[operationId] ?? admin), name: operationId };
}

/** One id or a list of them. What is no text is no id to any handler. */
function idsIn(value: unknown): string[] {
  return [value]
    .flat(Number.POSITIVE_INFINITY)
    .filter((id): id is string => typeof id === 'string' && id !== '');
}
