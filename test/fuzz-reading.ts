/** Fuzzing of what is read: media types, mails, CSV, and the values in texts; and of the CSV that is written. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Failure } from '../src/errors.ts';
import { readPageRange } from '../src/extraction/page-range.ts';
import { findNumbers, usesDecimalComma } from '../src/extraction/parse-amount.ts';
import { findDates, isoDate } from '../src/extraction/parse-date.ts';
import { toCsvRow } from '../src/http/v2/csv.ts';
import { parseCsv, sniffDelimiter } from '../src/reading/csv.ts';
import { defaultReadingLimits } from '../src/reading/limits.ts';
import { mediaTypeOf, mediaTypes, sniffedBytes, sniffMediaType } from '../src/reading/media-type.ts';
import { readDocument } from '../src/reading/read-document.ts';
import { assertDocument, readingFailures } from '../src/reading/reader.contract.ts';
import type { Properties } from './fuzz.ts';
import { damaged, soup } from './fuzz-input.ts';

const limits = { ...defaultReadingLimits, pages: 20, words: 20_000, wordsPerPage: 5_000 };

async function assertReadable(bytes: Uint8Array, name: string): Promise<void> {
  try {
    assertDocument(await readDocument(bytes, name, { limits, ocrLanguages: [] }), limits);
  } catch (error) {
    assert.ok(
      error instanceof Failure && readingFailures.includes(error.code),
      String((error as Error).stack),
    );
  }
}

const endings = fc.constantFrom(
  'pdf',
  'docx',
  'xls',
  'msg',
  'eml',
  'csv',
  'md',
  'html',
  'xml',
  'txt',
  'odt',
  '',
);
const magics = [
  '%PDF-1.7', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', 'II*\0', 'MM\0*', '{\\rtf', 'RIFF', 'WEBP', 'BM',
  '\0\0\0\x18ftypheic', 'PK\x03\x04', 'PK\x05\x06', 'PK\x01\x02', 'mimetype', 'word/', 'xl/', '\\', '\0', '\xff\xff',
  'application/vnd.oasis.opendocument.text', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'W\0o\0r\0d\0', '\xfe\xff', '\xff\xfe',
  '\xef\xbb\xbf', '<?xml', '<!--', '-->', '<!doctype ', '<html>', '<svg ', ' xmlns=', '?>', '<', 'From: a\r\n',
  'Subject:', 'Received: x\r\n', '\r\n', ' ', 'a',
]; // biome-ignore format: a list of beginnings

const types = fc.property(soup(magics), endings, (text, ending) => {
  const bytes = Buffer.from(text.replace(/[^\0-ÿ]/g, ''), 'latin1');
  const known: readonly string[] = Object.values(mediaTypes);
  assert.ok(known.includes(sniffMediaType(bytes.subarray(0, sniffedBytes), `a.${ending}`)));
  assert.ok(known.includes(mediaTypeOf(bytes, `a.${ending}`)));
});

const mailTokens = [
  'From: ', 'To: a@example.org, ', 'Subject: ', 'Date: Thu, 1 Jan 2026 10:00:00 +0100', 'MIME-Version: 1.0\r\n',
  'Content-Type: multipart/mixed; boundary=b\r\n', 'Content-Type: multipart/alternative; boundary="c"\r\n',
  'Content-Type: text/html; charset=utf-16\r\n', 'Content-Type: message/rfc822\r\n', 'Content-Type: text/csv; name=a.csv\r\n',
  'Content-Type: text/plain; format=flowed; delsp=yes\r\n', 'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n', 'Content-Disposition: attachment; filename="', 'filename*0*=utf-8\'\'%',
  '=?utf-8?B?w7w=?=', '=?utf-8?Q?=', '?=', '=\r\n', '=C3', '--b\r\n', '--b--\r\n', '--c\r\n', '\r\n\r\n', '\r\n', '\n', ' ',
  ';', '"', '<', '>', ':', ',', 'text', '<table><tr><td>', '<b>', '</table>', '&#1114112;', 'a;b;c\n', '\0',
]; // biome-ignore format: a list of tokens
const wholeMail = soup(mailTokens, 20_000).map((text) =>
  Buffer.from(`From: a\r\nMessage-Id: 1\r\nTo: b\r\n${text}`),
);
const mails = fc.asyncProperty(fc.oneof(wholeMail, damaged(wholeMail)), (bytes) =>
  assertReadable(bytes, 'a.eml'),
);

const cell = soup(
  ['"', '""', ',', ';', '\t', '\r\n', '\n', '\r', ' ', 'a', '=', '+', '-', '@', "'", '\0', '＝', '\ufeff'],
  200,
);
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 10 });

const csvRead = fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
  const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter));
  assert.deepEqual(parseCsv(quoted.join('\r\n'), delimiter), { rows, isCut: false });
});

const csvSoup = soup([
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  '\r\n',
  '\n',
  '\r',
  'a',
  '1.20',
  ' ',
  '\0',
  '\ud800',
  'é',
  '界',
]);
const csvFiles = fc.asyncProperty(csvSoup, async (text) => {
  for (const row of parseCsv(text, sniffDelimiter(text)).rows)
    for (const part of row) assert.equal(typeof part, 'string');
  await assertReadable(Buffer.from(text), 'a.csv');
});

/** What a spreadsheet takes for the beginning of a formula, Asian ones in wide letters too. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
const csvWritten = fc.property(table, (rows) => {
  const read = parseCsv(rows.map(toCsvRow).join(''), ',').rows;
  for (const text of read.flat()) assert.doesNotMatch(text, formula);
  // Behind its apostrophe, each is what it was.
  assert.deepEqual(
    read.map((row, at) => row.map((text, column) => text.slice(text === rows[at]![column] ? 0 : 1))),
    rows,
  );
});

const valueTokens = [
  '1', '23', '2024', '12', '.', ',', '-', '/', ' ', "'", '€', 'EUR', 'US$', '(', ')', '%', 'December', 'of ', 'de ', 'st', '0',
  '\u00a0', '–', 'dez', 'Total', '\n',
]; // biome-ignore format: a list of tokens
const values = fc.property(soup(valueTokens, 5_000), (text) => {
  let before = 0;
  for (const { start, end, value } of findDates(text)) {
    assert.ok(
      before <= start && start < end && end <= text.length,
      'dates in order, each of its own letters',
    );
    before = end;
    for (const isMonthFirst of [true, false]) assertDate(isoDate(value, isMonthFirst));
  }
  for (const { start, end, value } of findNumbers(text, usesDecimalComma(text))) {
    assert.ok(0 <= start && start < end && end <= text.length);
    assert.ok(Number.isFinite(value.value) && value.decimals >= 0);
  }
});

function assertDate(iso: string): void {
  assert.match(iso, /^\d{4}-\d{2}(-\d{2})?$/);
  assert.equal(
    new Date(`${iso}T00:00:00Z`.replace(/^(.{7})T/, '$1-01T')).toISOString().slice(0, iso.length),
    iso,
  );
}

const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
const datesBack = fc.property(day, fc.constantFrom('iso', 'long', 'short', 'german'), (date, form) => {
  const iso = date.toISOString().slice(0, 10);
  const locale = form === 'german' ? 'de-DE' : form === 'long' ? 'en-US' : 'en-GB';
  const dateStyle = form === 'short' ? 'medium' : 'long';
  const printed = form === 'iso' ? iso : date.toLocaleDateString(locale, { dateStyle, timeZone: 'UTC' });
  const found = findDates(`Date: ${printed}`);
  assert.deepEqual(
    found.map(({ value }) => isoDate(value, false)),
    [iso],
    printed,
  );
});

const amountsBack = fc.property(
  fc.integer({ min: 0, max: 10 ** 11 }),
  fc.constantFrom('en-US', 'de-DE', 'de-CH'),
  (cents, locale) => {
    const printed = (cents / 100).toLocaleString(locale, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    const found = findNumbers(`Total ${printed}`, locale === 'de-DE');
    assert.deepEqual(
      found.map(({ value }) => value.value),
      [cents / 100],
      printed,
    );
  },
);

const pageRanges = fc.property(
  fc.record(
    {
      specificPageProcessing: fc.anything(),
      from: fc.jsonValue(),
      to: fc.jsonValue(),
      specificPageProcessingOptions: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.oneof(
    fc.constant(undefined),
    fc.constantFrom<unknown>({ from: { toString: 1 } }, { from: [[1]], to: { valueOf: {} } }),
  ),
  (options, nested) => {
    try {
      const range = readPageRange({
        ...options,
        specificPageProcessing: true,
        ...(nested === undefined ? {} : { specificPageProcessingOptions: nested }),
      });
      assert.ok(range !== undefined && range.from >= 1 && range.to >= range.from);
    } catch (error) {
      assert.ok(error instanceof Failure, String((error as Error).stack));
    }
  },
);

export const readingProperties: Properties = {
  'every file has a known media type': types,
  'a mail is read or refused': mails,
  'a table in quotes is read back': csvRead,
  'a CSV file is read or refused': csvFiles,
  'an exported cell is read back and runs in no spreadsheet': csvWritten,
  'dates and amounts are in order and real': values,
  'a printed date is read back': datesBack,
  'a printed amount is read back': amountsBack,
  'a page range is whole or refused': pageRanges,
};
