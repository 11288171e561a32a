import { understandField } from '../../extraction/ask.ts';
import type { PlainResult, PlainValue } from '../../extraction/extracted.ts';
import type { Field } from '../../extraction/field.ts';
import { isSameValue } from './compare.ts';
import type { Place } from './find-truth.ts';
import type { TruthRow, TruthSet } from './truth-set.ts';

export type Counts = { right: number; wrong: number; missed: number };
export type ItemCounts = {
  rows: number;
  given: number;
  rowsRight: number;
  cells: number;
  cellsGiven: number;
  cellsRight: number;
};

export type Score = Readonly<Counts> & {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
};

export function scoreOf({ right, wrong, missed }: Readonly<Counts>): Score {
  const precision = right / Math.max(1, right + wrong);
  const recall = right / Math.max(1, right + missed);
  const f1 = (2 * right) / Math.max(1, 2 * right + wrong + missed);
  return { right, wrong, missed, precision, recall, f1 };
}

/** One field of one file that was answered wrongly or not at all. */
export type Miss = {
  readonly file: string;
  readonly field: string;
  readonly expected: unknown;
  readonly answer?: string;
  readonly confidence?: number;
  /** Where the answer was read, and where words stand that say the truth. */
  readonly given: readonly Place[];
  readonly right: readonly Place[];
};

/** As the comparison of the texts sees it; places are looked up for those that are wrong. */
export type BareMiss = Omit<Miss, 'confidence' | 'given' | 'right'>;

export type FieldResult = {
  readonly counts: Counts;
  readonly misses: readonly BareMiss[];
  /** Whether the answer to a scalar field was right; absent where there was none or nobody checked. */
  readonly isRight?: boolean;
};

/** Compares the answer to one field with the truth. A list of texts counts by entries. */
export function compareField(
  set: TruthSet,
  row: TruthRow,
  field: Field,
  answer: PlainValue | undefined,
): FieldResult {
  const truth = row.truth[field.key];
  const has = truth !== undefined && truth !== null && truth !== '';
  const none: FieldResult = { counts: { right: 0, wrong: 0, missed: 0 }, misses: [] };
  if (row.unverified.includes(field.key)) return none;
  if (field.type === 'array') return compareList(set, row, field, answer, has ? truth : undefined);
  const text = typeof answer === 'string' ? answer : undefined;
  const miss: BareMiss = {
    file: row.name,
    field: field.key,
    expected: truth,
    ...(text === undefined ? {} : { answer: text }),
  };
  if (!has) {
    if (text === undefined || set.isPartial) return none;
    return { counts: { right: 0, wrong: 1, missed: 0 }, misses: [miss], isRight: false };
  }
  if (text === undefined) return { counts: { right: 0, wrong: 0, missed: 1 }, misses: [miss] };
  const isRight = isSameValue(text, truth, understandField(field).kind);
  if (isRight) return { counts: { right: 1, wrong: 0, missed: 0 }, misses: [], isRight };
  return { counts: { right: 0, wrong: 1, missed: 1 }, misses: [miss], isRight };
}

function compareList(
  set: TruthSet,
  row: TruthRow,
  field: Field,
  answer: PlainValue | undefined,
  truth: unknown,
): FieldResult {
  const given = Array.isArray(answer) ? answer.filter((entry) => typeof entry === 'string') : [];
  const expected = truth === undefined ? [] : Array.isArray(truth) ? truth : [truth];
  const left = [...given];
  const misses: BareMiss[] = [];
  let right = 0;
  for (const entry of expected) {
    const at = left.findIndex((text) => isSameValue(text, entry, 'text'));
    if (at === -1)
      misses.push({ file: row.name, field: field.key, expected: entry, answer: given.join(' | ') });
    else {
      right += 1;
      left.splice(at, 1);
    }
  }
  const wrong = set.isPartial && expected.length === 0 ? 0 : left.length;
  return { counts: { right, wrong, missed: expected.length - right }, misses };
}

/** Line items: each expected row is held against the given row that fits it best, each given row once. */
export function compareItems(
  field: Field,
  truth: unknown,
  answer: PlainValue | undefined,
  counts: ItemCounts,
): void {
  const properties = field.items?.properties ?? [];
  const kinds = new Map(properties.map((property) => [property.key, understandField(property).kind]));
  const given = (Array.isArray(answer) ? answer : []).filter(
    (entry) => typeof entry === 'object',
  ) as PlainResult[];
  const expected = (Array.isArray(truth) ? truth : []) as Record<string, unknown>[];
  const left = new Set(given);
  counts.rows += expected.length;
  counts.given += given.length;
  for (const row of given) counts.cellsGiven += Object.keys(row).length;
  for (const row of expected) {
    const keys = Object.keys(row).filter((key) => kinds.has(key) && row[key] !== null && row[key] !== '');
    const matched = (other: PlainResult) =>
      keys.filter(
        (key) =>
          typeof other[key] === 'string' && isSameValue(other[key] as string, row[key], kinds.get(key)!),
      ).length;
    let best: { row: PlainResult; right: number } | undefined;
    for (const other of left) {
      const right = matched(other);
      if (right > (best?.right ?? 0)) best = { row: other, right };
    }
    counts.cells += keys.length;
    if (best === undefined) continue;
    left.delete(best.row);
    counts.cellsRight += best.right;
    if (best.right === keys.length) counts.rowsRight += 1;
  }
}
