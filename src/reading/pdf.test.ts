import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import sharp from 'sharp';
import { makePdf, type PdfPageParts, type PdfText } from '../../fixtures/make-pages-pdf.ts';
import { type Document, documentText, type Page, type Word } from './document.ts';
import { defaultReadingLimits, type ReadingLimits } from './limits.ts';
import { closeOcr } from './ocr/recognise.ts';
import { readPdf } from './pdf.ts';
import { countPdfPages, withPdf } from './pdf-document.ts';
import { memoryView, withMemory } from './pdfium.ts';

function read(bytes: Uint8Array, limits: Partial<ReadingLimits> = {}): Promise<Document> {
  return readPdf(bytes, 'file.pdf', {
    limits: { ...defaultReadingLimits, ...limits },
    ocrLanguages: ['eng', 'deu', 'fra'],
  });
}

async function readPage(parts: PdfPageParts): Promise<Page> {
  return (await read(makePdf([parts]))).pages[0]!;
}

function findWord(page: Page, text: string): Word {
  const word = page.lines.flatMap((line) => line.words).find((each) => each.text === text);
  assert.ok(word, `"${text}" is on the page`);
  return word;
}

/** Corners in points, to a tolerance of a few. */
function assertAt(page: Page, text: string, left: number, bottom: number): void {
  const [x, y, , height] = findWord(page, text).box;
  assert.ok(Math.abs(x * page.width - left) < 4, `${text}: left at ${x * page.width}`);
  assert.ok(
    Math.abs((y + height) * page.height - bottom) < 6,
    `${text}: bottom at ${(y + height) * page.height}`,
  );
}

const hello: PdfText = { text: 'Hello there', x: 100, y: 700, size: 12 };
const paragraph: readonly PdfText[] = Array.from({ length: 12 }, (_, row) => ({
  text: `Line ${row} of a letter that is long enough to be believed.`,
  x: 60,
  y: 700 - row * 16,
}));

test('words stand where they are printed', async () => {
  const page = await readPage({ texts: [hello, { ...hello, text: 'Bold', y: 600, bold: true }] });
  assertAt(page, 'Hello', 100, 842 - 700);
  assert.equal(findWord(page, 'Hello').bold, undefined);
  assert.equal(findWord(page, 'Bold').bold, true);
  assert.deepEqual([page.width, page.height, page.source], [595, 842, 'text-layer']);
});

test('a page that the viewer turns and crops is read as it is shown', async () => {
  const turned = await readPage({ texts: [{ ...hello, angle: 90, x: 300, y: 200 }], rotate: 90 });
  assert.deepEqual([turned.width, turned.height, turned.rotation], [842, 595, 0]);
  assertAt(turned, 'Hello', 200, 300);
  const cropped = await readPage({ texts: [hello], cropBox: [50, 400, 595, 800] });
  assertAt(cropped, 'Hello', 50, 100);
});

test('text that runs up the page is turned upright', async () => {
  const texts = paragraph.map(({ text }, row) => ({ text, x: 100 + row * 16, y: 60, angle: 90 }));
  const page = await readPage({ texts });
  assert.deepEqual([page.width, page.height, page.rotation], [842, 595, 90]);
  assert.equal(page.lines.length, 12);
  assertAt(page, 'Line', 60, 100);
});

test('a note up the margin is a line of its own', async () => {
  const page = await readPage({
    texts: [...paragraph, { text: 'Form 12 of 2026', x: 30, y: 500, angle: 90 }],
  });
  assert.equal(page.lines.length, 13);
  assert.equal(
    page.lines
      .at(-1)!
      .words.map((word) => word.text)
      .join(' '),
    'Form 12 of 2026',
  );
});

test('what was filled into a form is read beside its labels', async () => {
  const page = await readPage({
    texts: [
      { text: 'Name of the applicant', x: 60, y: 700 },
      { text: 'Married', x: 100, y: 650 },
      { text: 'Retired', x: 100, y: 620 },
    ],
    fields: [
      { name: 'name', rect: [250, 694, 500, 714], value: 'Ada Lovelace' },
      { name: 'married', rect: [80, 648, 92, 660], value: true },
      { name: 'retired', rect: [80, 618, 92, 630], value: false },
    ],
  });
  const text = page.lines.map((line) => line.words.map((word) => word.text).join(' '));
  assert.deepEqual(text, ['Name of the applicant Ada Lovelace', '☒ Married', '☐ Retired']);
});

test('an invoice in XML rides along', async () => {
  const xml = '<?xml version="1.0"?><Invoice><ID>7</ID></Invoice>';
  const { attachments } = await read(makePdf([{ texts: [hello] }], { name: 'factur-x.xml', text: xml }));
  assert.deepEqual(attachments, [{ name: 'factur-x.xml', mediaType: 'application/xml', xml }]);
});

test('a password-protected PDF says so', async () => {
  await assert.rejects(async () => read(await encrypt(makePdf([{ texts: [hello] }]))), {
    code: 'password_protected',
  });
});

test('a damaged PDF says so', async () => {
  for (const bytes of [Buffer.from('%PDF-1.7\nnothing'), Buffer.from(''), Buffer.alloc(2000, 65)]) {
    await assert.rejects(read(bytes), { code: 'corrupt_file' });
  }
});

test('pages are counted without being read', async () => {
  assert.equal(await countPdfPages(makePdf([{}, {}, {}])), 3);
});

test('a tree of pages that holds itself ends', async () => {
  const pdf = Buffer.from(makePdf([{ texts: [hello] }])).toString('latin1');
  const looping = pdf.replace(/\/Kids \[\d+ 0 R\]/, '/Kids [2 0 R]');
  await assert.rejects(read(Buffer.from(looping, 'latin1')), { name: 'Failure' });
});

test('a long PDF is read to its limits, with a warning', async () => {
  const pdf = makePdf([{ texts: paragraph }, { texts: paragraph }, { texts: paragraph }]);
  const pages = await read(pdf, { pages: 2 });
  assert.deepEqual([pages.pageCount, pages.pages.length], [3, 2]);
  assert.deepEqual(
    pages.warnings.map(({ code }) => code),
    ['pages_left_out'],
  );
  const words = await read(pdf, { wordsPerPage: 20 });
  assert.equal(documentText(words).split(/\s+/).length, 60);
  assert.deepEqual(
    words.warnings.map(({ code, page }) => [code, page]),
    [
      ['content_left_out', 1],
      ['content_left_out', 2],
      ['content_left_out', 3],
    ],
  );
});

test('a scanned page a mile wide is not drawn', async () => {
  const jpeg = {
    bytes: await sharp(Buffer.alloc(64), { raw: { width: 8, height: 8, channels: 1 } })
      .jpeg()
      .toBuffer(),
    width: 8,
    height: 8,
  };
  const document = await read(makePdf([{ jpeg, size: [14_400, 14_400] }, { texts: paragraph }]));
  assert.deepEqual(
    document.warnings.map(({ code, page }) => [code, page]),
    [['page_unreadable', 1]],
  );
  assert.equal(document.pages.length, 2);
});

test('of a mixed PDF the scan is recognised and the text keeps its letters', async (t) => {
  t.after(closeOcr);
  const scan = await scanOf('letter-de.png');
  const pdf = makePdf([
    { texts: paragraph },
    { jpeg: scan, texts: [{ text: 'RECEIVED 77-A', x: 400, y: 30 }] },
  ]);
  const { pages, warnings } = await read(pdf);
  assert.deepEqual(
    pages.map(({ source, language }) => [source, language]),
    [
      ['text-layer', 'en'],
      ['ocr', 'de'],
    ],
  );
  assert.deepEqual(warnings, []);
  const scanned = documentText({ pages: [pages[1]!] } as unknown as Document);
  for (const words of ['Weißenfels, Große Gasse', 'RECEIVED 77-A']) assert.match(scanned, new RegExp(words));
  const limited = await read(pdf, { ocrPages: 0 });
  assert.match(limited.warnings[0]!.message, /1 more scanned/);
});

/** A drawn letter, as a scanner keeps it. */
async function scanOf(name: string): Promise<NonNullable<PdfPageParts['jpeg']>> {
  const png = await readFile(new URL(`../../fixtures/pages/${name}`, import.meta.url));
  const { data, info } = await sharp(png)
    .toColourspace('b-w')
    .jpeg({ quality: 70 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

async function encrypt(bytes: Uint8Array): Promise<Uint8Array> {
  return withPdf(bytes, (pdf) => {
    const { pdfium } = pdf;
    assert.ok(pdfium.EPDF_SetEncryption(pdf.handle, 'secret', 'owner', 0));
    const writer = pdfium.PDFiumExt_OpenFileWriter();
    pdfium.PDFiumExt_SaveAsCopy(pdf.handle, writer);
    const size = pdfium.PDFiumExt_GetFileWriterSize(writer);
    return withMemory(pdfium, size, (pointer) => {
      pdfium.PDFiumExt_GetFileWriterData(writer, pointer, size);
      pdfium.PDFiumExt_CloseFileWriter(writer);
      return new Uint8Array(memoryView(pdfium, pointer, size).buffer.slice(pointer, pointer + size));
    });
  });
}
