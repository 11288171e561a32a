import { readFileSync } from 'node:fs';
import type { ValueKind } from '../value-kind.ts';

/** A datum that documents commonly carry, and how its label is printed. */
export type FieldName = {
  /** The id of the concept of the same datum, where there is one. */
  readonly id: string;
  readonly kind: ValueKind;
  /** By ISO 639-1 code, commonest first: compare without case, accents and closing colons. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
};

/** Labels of common fields, written from public knowledge; none is added because of one file of a data set. */
export const vocabulary: readonly FieldName[] = JSON.parse(
  readFileSync(new URL('field-names.json', import.meta.url), 'utf8'),
);
