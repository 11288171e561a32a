import { Failure } from '../errors.ts';

/** A datum that a template asks for. The key is echoed as it came. */
export type Field = {
  readonly key: string;
  readonly description?: string;
  /** A sample of the form that the value has; never a value to look for. */
  readonly example?: string;
  readonly type: 'string' | 'object' | 'array';
  /** A type of our reckoning that the caller named in place of `string` (`date`, `number`, `boolean`). */
  readonly hint?: string;
  /** Of an object. */
  readonly properties?: readonly Field[];
  /** Of an array: the shape of one entry. */
  readonly items?: Field;
};

/** Fields in one template, nested ones counted. Ten times the largest form in our data sets (83). */
export const fieldsMax = 1000;
/** Nesting of objects and arrays. */
export const fieldDepthMax = 8;
/** Characters of a key, a description or an example. */
export const fieldTextMax = 4000;

/**
 * Reads the fields of a template as clients send them: a list or a map from key to field, `type` left out,
 * `properties` as a map, `children` for `properties`, `items` as one field or a list of them, unknown keys.
 */
export function parseFields(json: unknown, at = 'fields'): readonly Field[] {
  const budget = { left: fieldsMax };
  const fields = parseList(json, at, 1, budget);
  if (fields.length === 0) throw invalid(at, 'must name at least one field');
  return fields;
}

type Budget = { left: number };
type Json = Readonly<Record<string, unknown>>;

function parseList(json: unknown, at: string, depth: number, budget: Budget): readonly Field[] {
  if (depth > fieldDepthMax) throw invalid(at, `is nested deeper than ${fieldDepthMax} levels`);
  const entries: readonly (readonly [string, unknown, string | undefined])[] = Array.isArray(json)
    ? json.map((entry, index) => [`${at}[${index}]`, entry, undefined] as const)
    : isRecord(json)
      ? Object.entries(json).map(([key, entry]) => [`${at}.${key}`, entry, key] as const)
      : throwInvalid(at, 'must be a list of fields');
  const keys = new Set<string>();
  return entries.map(([place, entry, name]) => {
    const field = parseField(entry, place, depth, budget, name);
    if (keys.has(field.key)) throw invalid(place, `repeats the key "${field.key.slice(0, 80)}"`);
    keys.add(field.key);
    return field;
  });
}

function parseField(json: unknown, at: string, depth: number, budget: Budget, name?: string): Field {
  budget.left -= 1;
  if (budget.left < 0) throw invalid(at, `is one field too many: at most ${fieldsMax} are allowed`);
  const record: Json = isRecord(json)
    ? json
    : typeof json === 'string' && name !== undefined
      ? { description: json }
      : throwInvalid(at, 'must be an object with a key');
  const key = typeof record.key === 'string' ? record.key : (name ?? record.name);
  if (typeof key !== 'string' || key.trim() === '') throw invalid(`${at}.key`, 'must be a text');
  if (key.length > fieldTextMax) throw invalid(`${at}.key`, `is longer than ${fieldTextMax} characters`);
  const description = parseText(record.description, `${at}.description`);
  const example = parseText(record.example, `${at}.example`);
  return {
    key,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
    ...parseShape(record, at, depth, budget),
  };
}

function parseShape(record: Json, at: string, depth: number, budget: Budget): Pick<Field, 'type'> {
  const named = typeof record.type === 'string' ? record.type.trim() : undefined;
  const type = named?.toLowerCase();
  const children = record.properties ?? record.children;
  const items = record.items;
  if (type === 'array' || type === 'list' || (type === undefined && items !== undefined)) {
    const shape: Pick<Field, 'type'> & { items: Field } = {
      type: 'array',
      items: parseItems(items ?? children, at, depth + 1, budget),
    };
    return shape;
  }
  if (type === 'object' || (children !== undefined && (type === undefined || isNotEmpty(children)))) {
    const shape: Pick<Field, 'type'> & { properties: readonly Field[] } = {
      type: 'object',
      properties: children === undefined ? [] : parseList(children, `${at}.properties`, depth + 1, budget),
    };
    return shape;
  }
  if (type === undefined || type === '' || type === 'string' || type === 'text') return { type: 'string' };
  const hinted: Pick<Field, 'type'> & { hint: string } = { type: 'string', hint: named!.slice(0, 80) };
  return hinted;
}

/** `items` is one field without a key, or, as some clients send it, the list of an entry's properties. */
function parseItems(items: unknown, at: string, depth: number, budget: Budget): Field {
  const place = `${at}.items`;
  if (items === undefined || items === null) return { key: 'item', type: 'string' };
  if (typeof items === 'string') return { key: 'item', type: 'string', hint: items.slice(0, 80) };
  if (Array.isArray(items)) {
    return { key: 'item', type: 'object', properties: parseList(items, place, depth, budget) };
  }
  if (depth > fieldDepthMax) throw invalid(place, `is nested deeper than ${fieldDepthMax} levels`);
  const known = ['type', 'properties', 'children', 'items', 'description', 'example', 'key'];
  if (isRecord(items) && isNotEmpty(items) && !known.some((key) => typeof items[key] !== 'undefined')) {
    return { key: 'item', type: 'object', properties: parseList(items, place, depth, budget) };
  }
  return parseField(items, place, depth, budget, 'item');
}

function parseText(json: unknown, at: string): string | undefined {
  if (json === undefined || json === null || json === '') return undefined;
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  if (text.length > fieldTextMax) throw invalid(at, `is longer than ${fieldTextMax} characters`);
  return text;
}

function isRecord(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isNotEmpty(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.keys(json).length > 0;
}

function invalid(at: string, problem: string): Failure {
  return new Failure('invalid_request', `${at} ${problem}`);
}

function throwInvalid(at: string, problem: string): never {
  throw invalid(at, problem);
}
