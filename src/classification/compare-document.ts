import type { Document } from '../reading/document.ts';
import { tokenizeDocument } from './document-tokens.ts';
import type { Knowledge } from './knowledge.ts';
import { scoreLibrary } from './library-index.ts';
import { noneOutlook } from './none-features.ts';
import { measureShape } from './page-shape.ts';
import { type DocumentView, pairFeatures } from './pair-features.ts';
import type { PreparedTypes } from './prepare-types.ts';
import { gatherEvidence, type TermEvidence } from './term-evidence.ts';

/** A document beside a set of types, as numbers. */
export type Comparison = {
  /** One row a type, in the order of `pairFeatureNames`. */
  readonly rows: readonly Float64Array[];
  /** What speaks for "none of the types" before they are scored. */
  readonly outlook: Float64Array;
  readonly evidence: ReadonlyMap<number, TermEvidence>;
};

export function viewDocument(document: Document, knowledge: Pick<Knowledge, 'library'>): DocumentView {
  const tokens = tokenizeDocument(document);
  return {
    tokens,
    shape: measureShape(document, tokens),
    library: scoreLibrary(knowledge.library, tokens),
  };
}

export function compareView(view: DocumentView, prepared: PreparedTypes): Comparison {
  const evidence = gatherEvidence(prepared.index, view.tokens);
  const { rows, plain } = pairFeatures(prepared, view, evidence);
  return { rows, outlook: noneOutlook(prepared, view, plain), evidence };
}
