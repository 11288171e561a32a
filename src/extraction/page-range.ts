import { Failure } from '../errors.ts';
import type { Document } from '../reading/document.ts';

/** 1-based, inclusive. */
export type PageRange = { readonly from: number; readonly to: number };

/**
 * The range that a template's options ask for, in both forms that clients send: `from` and `to` in
 * `specificPageProcessingOptions`, or beside the flag. Undefined without the flag.
 */
export function readPageRange(options: Readonly<Record<string, unknown>>): PageRange | undefined {
  if (!isTrue(options.specificPageProcessing)) return undefined;
  const nested = options.specificPageProcessingOptions;
  const { from, to } = (typeof nested === 'object' && nested !== null ? nested : options) as {
    from?: unknown;
    to?: unknown;
  };
  const range = { from: toNumber(from), to: toNumber(to) };
  if (Number.isInteger(range.from) && Number.isInteger(range.to) && range.from >= 1 && range.to >= range.from)
    return range;
  throw new Failure(
    'invalid_request',
    'options.specificPageProcessing needs specificPageProcessingOptions: {"from": 1, "to": 3}, whole numbers from 1, to not before from',
  );
}

/** Texts too, as with flags; `{"toString": 1}` cannot be made a number of and would throw. */
function toNumber(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}

/** Clients send flags as texts too. */
export function isTrue(flag: unknown): boolean {
  return flag === true || flag === 'true' || flag === 1 || flag === '1';
}

/**
 * A PDF as if it had only these pages, which keep their numbers; other formats have no pages of their own
 * and stay whole. What is attached to a PDF stands on none of its pages. Throws where the file has none of them.
 */
export function onlyPages(document: Document, range: PageRange | undefined): Document {
  if (range === undefined || !isPdf(document)) return document;
  const pages = document.pages.filter(({ number }) => number >= range.from && number <= range.to);
  if (pages.length > 0) return { ...document, pages, attachments: [] };
  throw new Failure(
    'no_text_found',
    `The extraction asks for pages ${range.from} to ${range.to}; this file has ${document.pageCount}`,
  );
}

/** Each page of a PDF of several as a document of its own; undefined for what stays whole. */
export function splitIntoPages(document: Document): readonly Document[] | undefined {
  if (!isPdf(document) || document.pageCount < 2) return undefined;
  return document.pages.map((page) => ({ ...document, pages: [page], attachments: [] }));
}

function isPdf(document: Document): boolean {
  return document.mediaType === 'application/pdf';
}
