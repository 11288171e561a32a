import type { Schema } from './generate.ts';

/** A JSON Schema, as far as our own schemas go, as a TypeScript type. `names`: types for whole schemas, by their JSON. */
export function schemaToType(schema: Schema, names: ReadonlyMap<string, string>, indent = ''): string {
  const named = names.get(JSON.stringify(schema));
  if (named !== undefined) return named;
  if (schema.$ref !== undefined) throw new Error(`References are not known here: ${schema.$ref}`);
  if (schema.anyOf) return schema.anyOf.map((each) => schemaToType(each, names, indent)).join(' | ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `ReadonlyArray<${schemaToType(schema.items ?? {}, names, indent)}>`;
    case 'object':
      return objectToType(schema, names, indent);
    default:
      return 'unknown';
  }
}

function objectToType(schema: Schema, names: ReadonlyMap<string, string>, indent: string): string {
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([key, value]) => {
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
    const type = schemaToType(value, names, inner);
    return `${toComment(value.description, inner)}${inner}readonly ${name}${required.includes(key) ? '' : '?'}: ${type};\n`;
  });
  if (lines.length > 0) return `{\n${lines.join('')}${indent}}`;
  return `Readonly<Record<string, ${typeof more === 'object' ? schemaToType(more, names, indent) : 'unknown'}>>`;
}

export function toComment(text: string | undefined, indent = ''): string {
  return text ? `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n` : '';
}
