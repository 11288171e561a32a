/** A workbook of one sheet, row after row. Texts are inline strings: no spreadsheet takes them for formulas. */
import { writeZip, type ZipEntry } from './zip-stream.ts';

type Cell = string | number;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org';
const sheetType = `${office}/officeDocument/2006/relationships/worksheet`;
const documentType = `${office}/officeDocument/2006/relationships/officeDocument`;
const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A cell may hold 32,767 characters. */
const cellCharactersMax = 32_767;

export function writeXlsx(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Buffer> {
  return writeZip(parts(rows));
}

async function* parts(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<ZipEntry> {
  yield part(
    '[Content_Types].xml',
    `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${main}.worksheet+xml"/></Types>`,
  );
  yield part('_rels/.rels', relationship(documentType, 'xl/workbook.xml'));
  yield part(
    'xl/workbook.xml',
    `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="Files" sheetId="1" r:id="r1"/></sheets></workbook>`,
  );
  yield part('xl/_rels/workbook.xml.rels', relationship(sheetType, 'worksheets/sheet1.xml'));
  yield { name: 'xl/worksheets/sheet1.xml', content: sheet(rows) };
}

function part(name: string, text: string): ZipEntry {
  async function* content() {
    yield head + text;
  }
  return { name, content: content() };
}

function relationship(type: string, target: string): string {
  return `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${type}" Target="${target}"/></Relationships>`;
}

async function* sheet(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  yield `${head}<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>`;
  for await (const row of rows) yield `<row>${row.map(cell).join('')}</row>`;
  yield '</sheetData></worksheet>';
}

function cell(value: Cell): string {
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  if (value === '') return '<c/>';
  return `<c t="inlineStr"><is><t xml:space="preserve">${escapeText(value.slice(0, cellCharactersMax))}</t></is></c>`;
}

/** XML has no place for control characters at all. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));
}
