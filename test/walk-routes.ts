/** Asks every operation that the OpenAPI document lists, with ids of the test's choice in every place for one. */
import type { DeskServer, Json } from './v2-server.ts';

export type Ids = {
  readonly classificationId: string;
  readonly batchId: string;
  readonly fileId: string;
  readonly templateId: string;
  readonly templateBatchId: string;
  readonly templateFileId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly apiKeyId: string;
  readonly sourceId: string;
  readonly exampleId: string;
  readonly setId: string;
  readonly setFileId: string;
  readonly evaluationId: string;
};

export const missingIds: Ids = {
  classificationId: '-OmissingClass00000A',
  batchId: 'missingBatch',
  fileId: '-OmissingFile000000A',
  templateId: '-OmissingTemplat000A',
  templateBatchId: 'missingBatc2',
  templateFileId: '-OmissingFile000000B',
  webhookId: '-OmissingHook000000A',
  deliveryId: '-OmissingDelivery00A',
  apiKeyId: '-OmissingKey0000000A',
  sourceId: '-OmissingSource0000A',
  exampleId: '-OmissingExample000A',
  setId: '-OmissingSet0000000A',
  setFileId: '-OmissingFile000000C',
  evaluationId: '-OmissingEvaluat000A',
};

/** What stands in paths and queries beside ids. */
const numbers: Readonly<Record<string, string>> = { page: '1', version: '1', since: '1' };

export type Operation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly details: Json;
};

export type Answer = { readonly status: number; readonly body: string };

/** Those that need a key. */
export async function listOperations(server: DeskServer): Promise<Operation[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Json;
  return Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods)
      .filter(([, details]) => details.security?.length > 0)
      .map(([method, details]) => ({
        id: details.operationId,
        method: method.toUpperCase(),
        path: `${serverPath(document)}${path}`,
        details: withReferences(details, document),
      })),
  );
}

/** The answer, with the given ids and what differs between any two requests put out of the way. */
export async function askOperation(
  server: DeskServer,
  { id, method, path, details }: Operation,
  key: string,
  ids: Ids,
): Promise<Answer> {
  const values = valuesOf(ids, path);
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(whatIs(values, name))),
    server.url,
  );
  for (const { name, in: place, required } of details.parameters ?? []) {
    if (place !== 'query') continue;
    const value = required ? whatIs(values, name) : values[name];
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const content = operationBody(details);
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(content['application/json'] && { 'content-type': 'application/json' }),
    },
    ...(content['application/json']
      ? { body: JSON.stringify(bodies[id]?.(values) ?? sample(content['application/json'].schema, values)) }
      : content['multipart/form-data'] && { body: form(content['multipart/form-data'].schema, values) }),
    signal: AbortSignal.timeout(20_000),
  });
  // A stream of events never ends; whether it is there is what matters.
  const isStream = response.headers.get('content-type')?.includes('event-stream');
  const text = isStream ? 'events' : await response.text();
  if (isStream) await response.body?.cancel();
  return { status: response.status, body: withoutIds(text, ids) };
}

/** Whether a request of it names something of a workspace. */
export function namesId({ path, details }: Operation): boolean {
  const [content] = Object.values<Json>(details.requestBody?.content ?? {});
  const names = [
    ...(details.parameters ?? []).map(({ name }: Json) => name),
    ...Object.keys(content?.schema?.properties ?? {}),
  ];
  const values = valuesOf(missingIds, path);
  return names.some((name) => name in values || name === 'fileIds');
}

function valuesOf(ids: Ids, path: string): Readonly<Record<string, string>> {
  const { templateBatchId, templateFileId, setFileId, ...rest } = ids;
  const isExtraction =
    (path.includes('/api/v1/') && !path.includes('/documentClassification/')) ||
    path.includes('extracted-files');
  return {
    ...rest,
    extractionId: ids.templateId,
    with: ids.evaluationId,
    ...(isExtraction && { batchId: templateBatchId, fileId: templateFileId }),
    ...(path.includes('/evaluation-sets/') && { fileId: setFileId }),
  };
}

function whatIs(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name] ?? numbers[name];
  if (value === undefined) throw new Error(`The walk has no ${name} to ask with`);
  return value;
}

/** Where an operation takes one of several things, or a text that means something. */
const bodies: Readonly<Record<string, (values: Readonly<Record<string, string>>) => Json>> = {
  'sources.create': ({ classificationId }) => ({
    classificationId,
    mailbox: { host: 'mail.invalid', user: 'office', password: 'secret' },
  }),
  'sources.update': ({ classificationId }) => ({ classificationId, paused: true }),
  'apiKeys.create': ({ classificationId }) => ({ name: 'bound', scope: 'read', classificationId }),
  'batches.create': ({ classificationId }) => ({ classificationId }),
  'corrections.create': ({ fileId }) => ({ fileIds: [fileId], documentType: 'Receipt' }),
  'extractedFiles.edit': () => ({ values: [{ path: 'total', text: '12' }] }),
  'erasures.create': ({ fileId }) => ({ fileId }),
};

function withoutIds(text: string, ids: Ids): string {
  return Object.values(ids)
    .reduce((shown, id) => shown.replaceAll(id, '<id>'), text)
    .replace(/"requestId":"[^"]*"/, '"requestId":""')
    .replace(/"(deletedAt|\w+At)":("[^"]*"|\d+)/g, '"$1":0');
}

/** A value that the schema takes. */
function sample(schema: Json, values: Readonly<Record<string, string>>, name = ''): unknown {
  if (values[name] !== undefined) return values[name];
  if (name.startsWith('fileIds')) return [values.fileId];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0], values);
  if (schema.type === 'object' || schema.properties) {
    const wanted = Object.entries<Json>(schema.properties ?? {}).filter(
      ([key]) => schema.required?.includes(key) || values[key] !== undefined || key === 'fileIds',
    );
    return Object.fromEntries(wanted.map(([key, value]) => [key, sample(value, values, key)]));
  }
  if (schema.type === 'array' || name === 'fields') {
    return name === 'fields'
      ? [{ key: 'total', description: 'The total', type: 'string' }]
      : [sample(schema.items, values)];
  }
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return false;
  if (name === 'url') return 'https://example.com/hook';
  return 'sample';
}

/** Forms that the document tells of in words. */
function operationBody({ operationId, requestBody }: Json): Json {
  if (/^(batches|evaluationSets)\.addFiles$|^examples\.create$/.test(operationId)) {
    return { 'multipart/form-data': { schema: { properties: {} } } };
  }
  return requestBody?.content ?? {};
}

function form(schema: Json, values: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const key of Object.keys(schema.properties)) {
    if (values[key] !== undefined) data.set(key, values[key]);
  }
  data.set('documentType', 'Invoice');
  data.set('files', new Blob(['Some text']), 'some.txt');
  return data;
}

function serverPath(document: Json): string {
  return new URL(document.servers?.[0]?.url ?? '/', 'http://localhost').pathname.replace(/\/$/, '');
}

function withReferences(value: unknown, document: Json): any {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, document));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { $ref?: string };
  if ($ref !== undefined) {
    const path = $ref.replace('#/', '').split('/');
    return withReferences(
      path.reduce((at: Json, part) => at[part], document),
      document,
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withReferences(item, document)]),
  );
}
