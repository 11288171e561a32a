import type { Document } from '../reading/document.ts';

/** 1-based, inclusive. */
export type PageRange = { readonly from: number; readonly to: number };

/** The document as if it had only these pages; they keep their numbers. */
export function onlyPages(document: Document, { from, to }: PageRange): Document {
  return { ...document, pages: document.pages.filter(({ number }) => number >= from && number <= to) };
}
