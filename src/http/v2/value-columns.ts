/** What a template's fields found in a file, as cells of a table. A table inside it is one cell: a line for each row. */
import type { PlainResult, PlainValue } from '../../extraction/extracted.ts';
import type { Field } from '../../extraction/field.ts';

export type ValueColumn = {
  readonly title: string;
  readonly cell: (values: PlainResult) => string;
};

/** `total`, `supplier.name`, `items (description | price)`. */
export function valueColumns(fields: readonly Field[], path: readonly string[] = []): readonly ValueColumn[] {
  return fields.flatMap((field) => {
    const here = [...path, field.key];
    if (field.properties !== undefined) return valueColumns(field.properties, here);
    const columns = field.items?.properties && valueColumns(field.items.properties);
    const title = here.join('.');
    return {
      title: columns ? `${title} (${columns.map((column) => column.title).join(' | ')})` : title,
      cell: (values) => toCell(valueAt(values, here), columns ?? []),
    };
  });
}

function valueAt(values: PlainResult, path: readonly string[]): PlainValue | undefined {
  let value: PlainValue | undefined = values;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}

function toCell(value: PlainValue | undefined, columns: readonly ValueColumn[]): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!isObject(value)) return value.map((each) => toCell(each, columns)).join('\n');
  return columns.map(({ cell }) => cell(value)).join(' | ');
}

function isObject(value: PlainValue | undefined): value is PlainResult {
  return typeof value === 'object' && !Array.isArray(value);
}
