import type { Box } from '../reading/document.ts';

/** Words that a value rests on. */
export type ValueEvidence = {
  /** 1-based. */
  readonly page: number;
  readonly box: Box;
  /** The words as read. */
  readonly text: string;
};

/** What the value says, for programs. */
export type Normalised =
  | { readonly type: 'date'; readonly iso: string }
  | { readonly type: 'number'; readonly number: number; readonly currency?: string }
  | { readonly type: 'duration'; readonly count: number; readonly unit: 'year' | 'month' | 'week' | 'day' }
  | { readonly type: 'mark'; readonly selected: boolean }
  | { readonly type: 'currency'; readonly code: string };

export type ExtractedValue = {
  /** `text`: words of the document verbatim. `derived`: concluded from the words in the evidence. `edited`: by a person. */
  readonly kind: 'text' | 'derived' | 'edited';
  readonly text: string;
  /** Calibrated probability that the value is right. */
  readonly confidence: number;
  readonly evidence: readonly ValueEvidence[];
  /** `embedded`: read from XML inside the file, which `evidence` then does not show. `person`: written by one. */
  readonly source: 'page' | 'embedded' | 'person';
  /** Name of the attachment that an embedded value was read from. */
  readonly attachment?: string;
  readonly normalised?: Normalised;
};

export type Check = {
  readonly name: 'sum' | 'date-order' | 'iban' | 'isin' | 'row-count' | 'row-sum' | 'row-product';
  readonly passed: boolean;
  /** Paths of the fields it concerns: `net_total`, `items[2].price`. */
  readonly fields: readonly string[];
  readonly message: string;
};

export type ExtractedField =
  | { readonly type: 'string'; readonly key: string; readonly value?: ExtractedValue }
  | { readonly type: 'object'; readonly key: string; readonly properties: readonly ExtractedField[] }
  | { readonly type: 'array'; readonly key: string; readonly entries: readonly ExtractedField[] };

export type ExtractedDocument = {
  readonly fields: readonly ExtractedField[];
  readonly checks: readonly Check[];
};

export type PlainResult = { readonly [key: string]: PlainValue };
export type PlainValue = string | PlainResult | readonly PlainValue[];

/** The nested object of texts that Extracta answers; absent values have no key. */
export function toPlainResult(extracted: ExtractedDocument): PlainResult {
  return plainObject(extracted.fields);
}

function plainObject(fields: readonly ExtractedField[]): PlainResult {
  const entries = fields.map((field) => [field.key, plainValue(field)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as PlainResult;
}

function plainValue(field: ExtractedField): PlainValue | undefined {
  if (field.type === 'string') return field.value?.text;
  if (field.type === 'object') {
    const plain = plainObject(field.properties);
    return Object.keys(plain).length === 0 ? undefined : plain;
  }
  const entries = field.entries.map(plainValue).filter((entry) => entry !== undefined);
  return entries.length === 0 ? undefined : entries;
}

/** Every value with its path, tables included. */
export function listValues(extracted: ExtractedDocument): readonly (readonly [string, ExtractedValue])[] {
  const list = (field: ExtractedField, path: string): (readonly [string, ExtractedValue])[] => {
    if (field.type === 'string') return field.value === undefined ? [] : [[path, field.value]];
    if (field.type === 'object') return field.properties.flatMap((each) => list(each, `${path}.${each.key}`));
    return field.entries.flatMap((entry, index) => list(entry, `${path}[${index}]`));
  };
  return extracted.fields.flatMap((field) => list(field, field.key));
}
