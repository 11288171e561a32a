import { Failure } from '../errors.ts';
import { loadPdfium, markPdfiumBroken, type Pdfium } from './pdfium.ts';

/** An open PDF. Free it with `using`: its memory lies outside the garbage collector. */
export type PdfDocument = Disposable & {
  readonly pdfium: Pdfium;
  readonly handle: number;
  /** Form environment, by which the values of form fields are read and drawn. */
  readonly form: number;
  readonly pageCount: number;
};

export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  const pdfium = await loadPdfium();
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
  const form = pdfium.PDFiumExt_InitFormFillEnvironment(handle, formInfo);
  return {
    pdfium,
    handle,
    form,
    pageCount: pdfium.FPDF_GetPageCount(handle),
    [Symbol.dispose]() {
      try {
        pdfium.PDFiumExt_ExitFormFillEnvironment(form);
        pdfium.PDFiumExt_CloseFormFillInfo(formInfo);
        pdfium.FPDF_CloseDocument(handle);
        free(memory);
      } catch (error) {
        // Thrown here it would hide the abort that the reading itself ended with.
        markPdfiumBroken(error);
      }
    },
  };
}

/** Pages of a PDF, without reading any of them: milliseconds, for the answer to an upload. */
export async function countPdfPages(bytes: Uint8Array): Promise<number> {
  using pdf = await openPdf(bytes);
  return pdf.pageCount;
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
