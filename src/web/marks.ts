import type { FileDetail, TriedFields } from '../http/v2/detail-schemas.ts';

/** Words on a page that something rests on. Its key ties the box on the page to the line beside it. */
export type PageMark = {
  readonly key: string;
  readonly kind: 'evidence' | 'value';
  readonly page: number;
  readonly box: readonly number[];
  /** What a person hears and sees of it. */
  readonly label: string;
};

export const evidenceKey = (index: number) => `evidence-${index}`;
export const valueKey = (path: string) => `value-${path}`;

export function marksOf({ evidence, extraction }: FileDetail): PageMark[] {
  const reasons = evidence.map(
    ({ page, box, text, term }, index): PageMark => ({
      key: evidenceKey(index),
      kind: 'evidence',
      page,
      box,
      label: `${text}: spoke for ${term}`,
    }),
  );
  return [...reasons, ...valueMarks(extraction?.values ?? [])];
}

export function valueMarks(values: TriedFields['values']): PageMark[] {
  return values.flatMap(({ path, text, evidence }) =>
    evidence.map(
      ({ page, box }): PageMark => ({
        key: valueKey(path),
        kind: 'value',
        page,
        box,
        label: `${path}: ${text}`,
      }),
    ),
  );
}
