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
};

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
  { method, path, details }: Operation,
  key: string,
  ids: Ids,
): Promise<Answer> {
  const isExtraction = !path.includes('/documentClassification/') && path.includes('/api/v1/');
  const values = valuesOf(ids, isExtraction || path.includes('extracted-files'));
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '1')),
    server.url,
  );
  for (const { name, in: place } of details.parameters ?? []) {
    if (place === 'query' && values[name] !== undefined) url.searchParams.set(name, values[name]);
  }
  const content = operationBody(details);
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(content['application/json'] && { 'content-type': 'application/json' }),
    },
    ...(content['application/json']
      ? { body: JSON.stringify(sample(content['application/json'].schema, values)) }
      : content['multipart/form-data'] && { body: form(content['multipart/form-data'].schema, values) }),
    signal: AbortSignal.timeout(20_000),
  });
  // A stream of events never ends; whether it is there is what matters.
  const isStream = response.headers.get('content-type')?.includes('event-stream');
  const text = isStream ? 'events' : await response.text();
  if (isStream) await response.body?.cancel();
  return { status: response.status, body: withoutIds(text, ids) };
}

function valuesOf(ids: Ids, isExtraction: boolean): Readonly<Record<string, string>> {
  const { templateBatchId, templateFileId, ...rest } = ids;
  return {
    ...rest,
    extractionId: ids.templateId,
    ...(isExtraction && { batchId: templateBatchId, fileId: templateFileId }),
  };
}

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

/** Adding files to a batch takes a form without a field of its own. */
function operationBody({ operationId, requestBody }: Json): Json {
  if (operationId === 'batches.addFiles') return { 'multipart/form-data': { schema: { properties: {} } } };
  return requestBody?.content ?? {};
}

function form(schema: Json, values: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const key of Object.keys(schema.properties)) {
    if (values[key] !== undefined) data.set(key, values[key]);
  }
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
