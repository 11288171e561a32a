import { Failure } from '../errors.ts';
import { hasEndlessTiles } from './pdf-tiles.ts';
import { loadPdfium, markPdfiumBroken, type Pdfium, ranOutOfMemory } from './pdfium.ts';

/** An open PDF. Free it with `using`: its memory lies outside the garbage collector. */
export type PdfDocument = Disposable & {
  readonly pdfium: Pdfium;
  readonly handle: number;
  /** Form environment, by which the values of form fields are read and drawn. */
  readonly form: number;
  readonly pageCount: number;
  /** Whether pages must not be drawn: it would not end. */
  readonly isEndless: boolean;
};

/** Opens a PDF for as long as `use` takes. */
export async function withPdf<T>(bytes: Uint8Array, use: (pdf: PdfDocument) => T | Promise<T>): Promise<T> {
  const pdfium = await loadPdfium();
  try {
    using pdf = openPdf(pdfium, bytes);
    return await use(pdf);
  } catch (error) {
    if (error instanceof Failure || !ranOutOfMemory(pdfium)) throw error;
    throw new Failure('limit_exceeded', 'The PDF takes more than 1 GB of memory to be read.', {
      cause: error,
    });
  }
}

function openPdf(pdfium: Pdfium, bytes: Uint8Array): PdfDocument {
  const { malloc, free } = pdfium.pdfium.wasmExports;
  const memory = malloc(bytes.length);
  if (memory === 0) throw new Failure('limit_exceeded', 'The PDF is too large to be opened.');
  pdfium.pdfium.HEAPU8.set(bytes, memory);
  const handle = pdfium.FPDF_LoadMemDocument(memory, bytes.length, '');
  if (handle === 0) {
    const code = pdfium.FPDF_GetLastError();
    free(memory);
    throw openingFailure(code);
  }
  const formInfo = pdfium.PDFiumExt_OpenFormFillInfo();
  let isEndless: boolean | undefined;
  const form = pdfium.PDFiumExt_InitFormFillEnvironment(handle, formInfo);
  return {
    pdfium,
    handle,
    form,
    pageCount: pdfium.FPDF_GetPageCount(handle),
    get isEndless() {
      isEndless ??= hasEndlessTiles(bytes);
      return isEndless;
    },
    [Symbol.dispose]() {
      try {
        pdfium.PDFiumExt_ExitFormFillEnvironment(form);
        pdfium.PDFiumExt_CloseFormFillInfo(formInfo);
        pdfium.FPDF_CloseDocument(handle);
        free(memory);
      } catch (error) {
        if (ranOutOfMemory(pdfium)) return;
        // Thrown here it would hide the abort that the reading itself ended with.
        markPdfiumBroken(error);
      }
    },
  };
}

/** Pages of a PDF, without reading any of them: milliseconds, for the answer to an upload. */
export async function countPdfPages(bytes: Uint8Array): Promise<number> {
  return withPdf(bytes, ({ pageCount }) => pageCount);
}

/** Loads one page (from 0), gives it to `use`, and closes it. Undefined when the page cannot be loaded. */
export async function withPdfPage<T>(
  pdf: PdfDocument,
  index: number,
  use: (page: number) => T | Promise<T>,
): Promise<T | undefined> {
  const { pdfium } = pdf;
  const page = pdfium.FPDF_LoadPage(pdf.handle, index);
  if (page === 0) return undefined;
  pdfium.FORM_OnAfterLoadPage(page, pdf.form);
  try {
    return await use(page);
  } finally {
    pdfium.FORM_OnBeforeClosePage(page, pdf.form);
    pdfium.FPDF_ClosePage(page);
  }
}

const PASSWORD_NEEDED = 4;
const UNKNOWN_ENCRYPTION = 5;

function openingFailure(code: number): Failure {
  if (code === PASSWORD_NEEDED) {
    return new Failure('password_protected', 'The PDF needs a password to be opened: upload it without one.');
  }
  if (code === UNKNOWN_ENCRYPTION) {
    return new Failure('password_protected', 'The PDF is encrypted in a way that cannot be opened.');
  }
  return new Failure('corrupt_file', 'The file is not a readable PDF: it is damaged or incomplete.');
}
