/** Writes `src/operations.ts` out of the OpenAPI document: a type for what each operation takes and answers. */
import { schemaToType, toComment } from './schema-to-type.ts';

export type Schema = {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
};

type Content = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };

type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
};

export type OpenApi = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

type Described = {
  readonly group: string;
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly asked: Schema;
  readonly query: readonly string[];
  readonly answer: Schema | 'none' | 'stream';
  readonly comment: string;
};

const head = `// Generated from the OpenAPI document by \`npm run client\`; test/client.test.ts says when it is out of date.

/** Performs one operation; \`createMailroom\` makes it. */
export type Call = (
  route: { readonly method: string; readonly path: string; readonly query: readonly string[]; readonly answer: 'json' | 'none' | 'stream' },
  asked?: object,
  options?: CallOptions,
) => Promise<unknown>;

export type CallOptions = {
  readonly signal?: AbortSignal;
  /** A POST that is repeated with the same key within a day is done once, and answered as the first time. */
  readonly idempotencyKey?: string;
};
`;

export function generateOperations({ paths }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/api/v2/')
      ? Object.entries(methods).flatMap(([method, operation]) => describe(path, method, operation))
      : [],
  );
  const names = nameResources(operations);
  const types = [...names].map(([key, name]) => {
    const schema = JSON.parse(key) as Schema;
    const others = new Map([...names].filter(([, other]) => other !== name));
    return `${toComment(schema.description)}export type ${name} = ${schemaToType(schema, others)};\n`;
  });
  const asked = operations
    .filter(hasInput)
    .map((operation) => `export type ${askedName(operation)} = ${schemaToType(operation.asked, names)};\n`);
  const groups = [...Map.groupBy(operations, ({ group }) => group)].map(
    ([group, members]) => `  ${group}: {\n${members.map((member) => toMethod(member, names)).join('')}  },\n`,
  );
  const methods = `export const createOperations = (call: Call) => ({\n${groups.join('')}});\n`;
  return [head, ...types, ...asked, methods].join('\n');
}

/** Signing a browser in (its ids have no dot) is of no use to a program that has a key. */
function describe(path: string, method: string, operation: Operation): Described[] {
  const [group, name] = (operation.operationId ?? '').split('.');
  if (group === undefined || name === undefined) return [];
  const { parameters = [], requestBody, responses, summary = '', description } = operation;
  const body = requestBody?.content?.['application/json']?.schema;
  const properties: Record<string, Schema> = {};
  for (const { name: key, schema, description: text } of parameters) {
    properties[key] = { ...schema, ...(text !== undefined && { description: text }) };
  }
  for (const [key, schema] of Object.entries(body?.properties ?? {})) {
    if (key in properties) throw new Error(`${operation.operationId} has two things called ${key}`);
    properties[key] = schema;
  }
  const needed = parameters.filter(({ required }) => required).map((parameter) => parameter.name);
  const answered = Object.entries(responses).find(([status]) => /^2/.test(status));
  const json = answered?.[1].content?.['application/json']?.schema;
  return [
    {
      group,
      name,
      method: method.toUpperCase(),
      path,
      asked: { type: 'object', properties, required: [...needed, ...(body?.required ?? [])] },
      query: parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
      answer: answered === undefined ? 'stream' : answered[0] === '204' ? 'none' : (json ?? 'stream'),
      comment: [summary, description].filter(Boolean).join('. '),
    },
  ];
}

/** What several operations answer has one name: that of the resource. */
function nameResources(operations: readonly Described[]): Map<string, string> {
  const names = new Map<string, string>();
  const give = (schema: Schema | undefined, name: string) => {
    if (schema?.properties && !names.has(JSON.stringify(schema))) names.set(JSON.stringify(schema), name);
  };
  const answers = (wanted: string) =>
    operations.flatMap(({ group, name, answer }) =>
      name === wanted && typeof answer === 'object' ? [{ group, answer }] : [],
    );
  for (const { group, answer } of answers('read'))
    give(answer, group === 'files' ? 'FileDetail' : one(group));
  for (const { group, answer } of answers('list')) give(answer.properties?.items?.items, `${one(group)}Item`);
  return names;
}

/** `batches` → `Batch`, `webhookDeliveries` → `WebhookDelivery`; `operations` is what goes on, and stays. */
function one(group: string): string {
  const name = pascal(group);
  return name === 'Operations' ? name : name.replace(/ies$/, 'y').replace(/(?<=ch)es$|s$/, '');
}

const pascal = (name: string) => name[0]!.toUpperCase() + name.slice(1);
const askedName = ({ group, name }: Described) => `${pascal(group)}${pascal(name)}Asked`;
const hasInput = ({ asked }: Described) => Object.keys(asked.properties ?? {}).length > 0;

function toMethod(operation: Described, names: ReadonlyMap<string, string>): string {
  const { name, method, path, query, answer, asked, comment } = operation;
  const result =
    answer === 'none' ? 'void' : answer === 'stream' ? 'Response' : schemaToType(answer, names, '    ');
  const optional = asked.required?.length === 0;
  const input = hasInput(operation) ? `asked${optional ? '?' : ''}: ${askedName(operation)}, ` : '';
  const route = JSON.stringify({ method, path, query, answer: typeof answer === 'string' ? answer : 'json' });
  return `${toComment(comment, '    ')}    ${name}: (${input}options?: CallOptions) =>
      call(${route}, ${input === '' ? '{}' : 'asked'}, options) as Promise<${result}>,\n`;
}
