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
  const range = { from: Number(from), to: Number(to) };
  if (Number.isInteger(range.from) && Number.isInteger(range.to) && range.from >= 1 && range.to >= range.from)
    return range;
  throw new Failure(
    'invalid_request',
    'options.specificPageProcessing needs specificPageProcessingOptions: {"from": 1, "to": 3}, whole numbers from 1, to not before from',
  );
}

/** Clients send flags as texts too. */
export function isTrue(flag: unknown): boolean {
  return flag === true || flag === 'true' || flag === 1 || flag === '1';
}

/**
 * A PDF as if it had only these pages, which keep their numbers; other formats have no pages of their own
 * and stay whole. Throws where the file has none of them.
 */
export function onlyPages(document: Document, range: PageRange | undefined): Document {
  if (range === undefined || document.mediaType !== 'application/pdf') return document;
  const pages = document.pages.filter(({ number }) => number >= range.from && number <= range.to);
  if (pages.length > 0) return { ...document, pages };
  throw new Failure(
    'no_text_found',
    `The extraction asks for pages ${range.from} to ${range.to}; this file has ${document.pageCount}`,
  );
}
