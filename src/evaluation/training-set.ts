import { chooseLoans, type LibraryProfile, resembleEntries } from '../classification/borrow.ts';
import { type DocumentTokens, tokenizeDocument } from '../classification/document-tokens.ts';
import type { DocumentType } from '../classification/document-type.ts';
import { type DocumentShape, measureShape } from '../classification/page-shape.ts';
import type { Document } from '../reading/document.ts';
import type { ReadDataSet } from './data-set.ts';
import { type Fingerprint, fingerprint, isNearCopy } from './near-copies.ts';

/** A labelled document, with all that does not depend on what was learned. */
export type Example = {
  readonly name: string;
  readonly documentType: string;
  readonly document: Document;
  readonly tokens: DocumentTokens;
  readonly shape: DocumentShape;
  readonly stems: ReadonlySet<string>;
  readonly fingerprint: Fingerprint;
};

export type ExampleSet = {
  readonly name: string;
  readonly types: readonly DocumentType[];
  readonly examples: readonly Example[];
  /** Files that could not be read. */
  readonly failed: readonly { readonly name: string; readonly documentType: string }[];
};

export function toExampleSet(set: ReadDataSet): ExampleSet {
  const examples: Example[] = [];
  const failed: { name: string; documentType: string }[] = [];
  for (const { name, documentType, sha256, document } of set.files) {
    if (document === undefined) {
      failed.push({ name, documentType });
      continue;
    }
    const tokens = tokenizeDocument(document);
    examples.push({
      name,
      documentType,
      document,
      tokens,
      shape: measureShape(document, tokens),
      stems: new Set(tokens.tokens.map((token) => token.stem)),
      fingerprint: fingerprint(sha256, document),
    });
  }
  return { name: set.name, types: set.types, examples, failed };
}

/** The other sets without what the held-out set has too: no file of nearly the same content trains its own test. */
export function setsWithout(sets: readonly ExampleSet[], held: ExampleSet): readonly ExampleSet[] {
  const heldPrints = held.examples.map((example) => example.fingerprint);
  return sets
    .filter((set) => set !== held)
    .map((set) => ({
      ...set,
      examples: set.examples.filter(
        (example) => !heldPrints.some((print) => isNearCopy(print, example.fingerprint)),
      ),
    }));
}

/**
 * The sets without the types that mean the same as one of the held-out set, and without the documents of those
 * types: two types mean the same when the library entry that each resembles most is the same.
 */
export function setsWithoutAlike(
  sets: readonly ExampleSet[],
  held: ExampleSet,
  profile: LibraryProfile,
): readonly ExampleSet[] {
  const kindOf = (type: DocumentType): number | undefined =>
    chooseLoans(resembleEntries(type, profile))[0]?.entry;
  const heldKinds = new Set(held.types.map(kindOf));
  return sets.map((set) => {
    const dropped = set.types.filter((type) => {
      const kind = kindOf(type);
      return kind !== undefined && heldKinds.has(kind);
    });
    const names = new Set(dropped.map((type) => type.name));
    return {
      ...set,
      types: set.types.filter((type) => !names.has(type.name)),
      examples: set.examples.filter((example) => !names.has(example.documentType)),
    };
  });
}
