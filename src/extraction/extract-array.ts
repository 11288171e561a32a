import { type Ask, understandField } from './ask.ts';
import { buildValue } from './build-value.ts';
import type { Candidate } from './candidate.ts';
import { readEmbeddedLines } from './embedded-invoice.ts';
import type { ExtractedField, ExtractedValue } from './extracted.ts';
import type { Field } from './field.ts';
import { findListEntries } from './list-entries.ts';
import { findParties } from './parties.ts';
import { readReceiptItems } from './receipt-items.ts';
import { readTable, type TableRow } from './table.ts';
import type { Work } from './work.ts';

/** An array of objects is a table; one of texts a column of a table or a list. */
export function extractArray(field: Field, work: Work): ExtractedField {
  const items = field.items ?? { key: 'item', type: 'string' as const };
  if (items.type === 'array') return { type: 'array', key: field.key, entries: [] };
  const properties: readonly Field[] =
    items.type === 'object'
      ? (items.properties ?? [])
      : [
          {
            ...items,
            key: field.key,
            ...(field.description === undefined ? {} : { description: field.description }),
          },
        ];
  const asks = properties.map((property) => understandField(property));
  if (work.embedded !== undefined && items.type === 'object') {
    const lines = readEmbeddedLines(work.embedded, asks);
    if (lines.length > 0)
      return { type: 'array', key: field.key, entries: lines.map((line) => embeddedRow(properties, line)) };
  }
  const rows = items.type === 'object' ? readRows(asks, work) : readList(asks[0]!, work);
  return {
    type: 'array',
    key: field.key,
    entries: rows.map((row): ExtractedField => {
      if (items.type === 'object')
        return {
          type: 'object',
          key: 'item',
          properties: properties.map((property, at) => cellOf(property, asks[at]!, row.cells.get(at), work)),
        };
      return cellOf({ key: 'item', type: 'string' }, asks[0]!, row.cells.get(0), work);
    }),
  };
}

function embeddedRow(
  properties: readonly Field[],
  line: readonly (ExtractedValue | undefined)[],
): ExtractedField {
  return {
    type: 'object',
    key: 'item',
    properties: properties.map((property, at) => {
      const value = line[at];
      return { type: 'string', key: property.key, ...(value === undefined ? {} : { value }) };
    }),
  };
}

function listRows(entries: readonly Candidate[]): readonly TableRow[] {
  return entries.map((entry) => ({ cells: new Map([[0, entry]]) }));
}

/** Parties of a contract, what was bought, or a list under its label. */
function readList(ask: Ask, work: Work): readonly TableRow[] {
  if (ask.kind === 'party') return listRows(findParties(work.prepared));
  if (ask.concept === 'item_description') return readReceiptItems(work.prepared, work.index, [ask]);
  return listRows(findListEntries(work.index, ask));
}

function readRows(asks: readonly Ask[], work: Work): readonly TableRow[] {
  const table = asks.length > 1 ? readTable(work.prepared, work.index, asks) : [];
  const receipt = readReceiptItems(work.prepared, work.index, asks);
  return table.length > 0 ? table : receipt;
}

function cellOf(field: Field, ask: Ask, cell: Candidate | undefined, work: Work): ExtractedField {
  if (cell === undefined) return { type: 'string', key: field.key };
  return { type: 'string', key: field.key, value: buildValue(cell, ask, 0.7, work.prepared) };
}
