import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';

/** A WebAssembly.Memory, which Node's types do not know. */
type Memory = { readonly buffer: ArrayBuffer; grow: (pages: number) => number };

/** The library, with the memory that its own types leave out. */
export type Pdfium = WrappedPdfiumModule & {
  readonly pdfium: {
    readonly HEAPU8: Uint8Array;
    readonly wasmExports: { readonly memory: Memory } & Readonly<
      Record<string, (...args: number[]) => number>
    >;
  };
};

/**
 * Half of what a reader may take by default. A JPEG of 100 million pixels drawn as large takes half of it (2026-11-26);
 * groups that draw themselves twice took the library's own 2 GB, and the reader with it.
 */
const memoryMax = 1024 ** 3;
const memoryPage = 65_536;
/** Those that asked for more; they abort then. */
const full = new WeakSet<Pdfium>();

let loading: Promise<Pdfium> | undefined;

/**
 * The PDF library of this process, loaded once (about 60 ms). When its WebAssembly aborts, every later call
 * fails too: the errors are let through, and the process that meets one has to be replaced.
 */
export function loadPdfium(): Promise<Pdfium> {
  loading ??= startPdfium();
  return loading;
}

/** After an abort the library is lost to this process: whoever loads it next is told so. */
export function markPdfiumBroken(error: unknown): void {
  loading = Promise.reject(error);
  // The rejection is for the next caller; until then nobody listens.
  loading.catch(() => {});
}

/** Whether this one ran out of memory. It answers nothing any more, and the next to load the library gets another. */
export function ranOutOfMemory(pdfium: Pdfium): boolean {
  if (!full.has(pdfium)) return false;
  loading = undefined;
  return true;
}

async function startPdfium(): Promise<Pdfium> {
  const path = fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm'));
  const bytes = await readFile(path);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  // It says on standard error what its errors say as well.
  const pdfium = (await init({ wasmBinary: wasmBinary as ArrayBuffer, printErr: () => {} })) as Pdfium;
  pdfium.PDFiumExt_Init();
  boundMemory(pdfium);
  return Object.assign(pdfium, directCalls(pdfium));
}

/** What is asked of every letter. All of it takes numbers alone. */
const askedOfLetters = {
  FPDFText_GetUnicode: 'number',
  FPDFText_GetCharAngle: 'number',
  FPDFText_GetFontInfo: 'number',
  FPDFText_GetCharBox: 'boolean',
  FPDFText_GetLooseCharBox: 'boolean',
} as const;

/** The library looks up and converts anew for each call: a third of the time that a page of text took. */
function directCalls({ pdfium: { wasmExports } }: Pdfium) {
  return Object.fromEntries(
    Object.entries(askedOfLetters).map(([name, returns]) => {
      const call = wasmExports[name]!;
      return [name, returns === 'number' ? call : (...args: number[]) => call(...args) !== 0];
    }),
  );
}

/** The library's own bound is 2 GB, compiled in. */
function boundMemory(pdfium: Pdfium): void {
  const { memory } = pdfium.pdfium.wasmExports;
  const grow = memory.grow.bind(memory);
  memory.grow = (pages: number) => {
    const bytes = memory.buffer.byteLength + pages * memoryPage;
    if (bytes <= memoryMax) return grow(pages);
    full.add(pdfium);
    throw new RangeError(`${bytes} bytes are more than a PDF may take`);
  };
}

/** Runs `use` with that many bytes of the library's memory and frees them after. */
export function withMemory<T>(pdfium: Pdfium, bytes: number, use: (pointer: number) => T): T {
  const pointer = pdfium.pdfium.wasmExports.malloc(bytes);
  try {
    return use(pointer);
  } finally {
    pdfium.pdfium.wasmExports.free(pointer);
  }
}

/** A view of the library's memory. Never keep it: the memory moves when it grows. */
export function memoryView(pdfium: Pdfium, pointer: number, bytes: number): DataView {
  return new DataView(pdfium.pdfium.HEAPU8.buffer, pointer, bytes);
}

/**
 * Reads a UTF-16 string from one of the many functions that give its size in bytes, closing zero included,
 * when asked with no room, and fill the room they are given.
 */
export function readUtf16(pdfium: Pdfium, call: (pointer: number, bytes: number) => number): string {
  const size = call(0, 0);
  if (size <= 2 || size > STRING_BYTES_MAX) return '';
  return withMemory(pdfium, size, (pointer) => {
    call(pointer, size);
    return pdfium.pdfium.UTF16ToString(pointer);
  });
}

const STRING_BYTES_MAX = 1024 * 1024;
