/** Fuzzing of what comes in over HTTP: multipart bodies, whole uploads, JSON bodies, names, ranges. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { Failure } from '../src/errors.ts';
import { parseRange } from '../src/http/byte-range.ts';
import { parseDisposition } from '../src/http/file-name.ts';
import { readParts } from '../src/http/multipart.ts';
import { receiveUpload } from '../src/http/upload.ts';
import { createLog } from '../src/log.ts';
import { cleanFileName } from '../src/storage/clean-file-name.ts';
import { createSomeClassification, type TestApp } from './api-app.ts';
import type { Properties } from './fuzz.ts';
import { chunkSizes, cutInto, damaged, soup } from './fuzz-input.ts';

const boundaryLetters = "abz09'()+_,-./:=? ".split('');
/** RFC 2046: not ending in a space; one that ends in two hyphens cannot be told from a closing one where the header lacks it. */
const boundary = fc
  .string({ unit: fc.constantFrom(...boundaryLetters), minLength: 1, maxLength: 70 })
  .filter((text) => !/(\s|--)$|^\s/.test(text));

type FormPart = { readonly name: string; readonly fileName: string | undefined; readonly content: string };

/** A form whose contents look as much like its boundary as they may. */
const form = boundary.chain((text) => {
  const near = [`\r\n--${text.slice(0, -1)}`, `--${text}`, '\r\n', '\r', '\n--', '--', text, '\0', 'ÿ'];
  const content = soup(near, 3_000).map((made) =>
    made.replaceAll(`\r\n--${text}`, '').replace(/[^\0-ÿ]/g, ''),
  );
  const part = fc.record<FormPart>({
    name: fc.constantFrom('files', 'files[]', 'classificationId', 'batchId', 'other'),
    fileName: fc.option(fc.constantFrom('a.txt', '', 'b.pdf', '..', 'x'.repeat(300)), { nil: undefined }),
    content: content.filter((made) => `${made}\r\n--${text}`.indexOf(`\r\n--${text}`) === made.length),
  });
  return fc.record({ boundary: fc.constant(text), parts: fc.array(part, { maxLength: 8 }) });
});

function writeForm(made: { readonly boundary: string; readonly parts: readonly FormPart[] }): Buffer {
  const parts = made.parts.map(({ name, fileName, content }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`;
    return `--${made.boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
  });
  return Buffer.from(`${parts.join('')}--${made.boundary}--\r\n`, 'latin1');
}

async function readForm(bytes: Buffer, declared: string | undefined, sizes: readonly number[]) {
  const parts: (readonly [disposition: string, content: string])[] = [];
  for await (const { headers, body } of readParts(cutInto(bytes, sizes), declared)) {
    const content = Buffer.concat(await Array.fromAsync(body)).toString('latin1');
    parts.push([headers.get('content-disposition') ?? '', content]);
  }
  return parts;
}

const roundTrip = fc.asyncProperty(form, chunkSizes, fc.boolean(), async (made, sizes, isDeclared) => {
  const read = await readForm(writeForm(made), isDeclared ? made.boundary : undefined, sizes);
  assert.deepEqual(
    read.map(([, content]) => content),
    made.parts.map(({ content }) => content),
  );
});

const headerTokens = [
  '\r\n',
  '--b',
  '--b--',
  '\r\n--b\r\n',
  'Content-Disposition: form-data; ',
  'name="files"',
];
const hostileBody = fc.oneof(
  damaged(form.map((made) => writeForm({ ...made, boundary: 'b' }))),
  soup([...headerTokens, '; filename="', '"', '\r\n\r\n', 'a', ':', ' ', '\t', '\0']).map((text) =>
    Buffer.from(text),
  ),
);

/** What a body gives, or how it is refused. */
const outcome = (bytes: Buffer, declared: string | undefined, sizes: readonly number[]) =>
  readForm(bytes, declared, sizes).catch((error: unknown) => {
    assert.ok(error instanceof Failure, String((error as Error).stack));
    return error.message;
  });

const sameHoweverCut = fc.asyncProperty(
  hostileBody,
  chunkSizes,
  fc.constantFrom('b', undefined),
  async (bytes, sizes, declared) => {
    assert.deepEqual(
      await outcome(bytes, declared, sizes),
      await outcome(bytes, declared, [bytes.length + 1]),
    );
  },
);

const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('multipart/form-data; boundary=b', 'multipart/form-data') },
  soup(['multipart/form-data', ';', 'boundary=', '"', 'b', ' ', '=']),
);

function receivesUploads({ blobs, blobCount }: TestApp) {
  const parts = { blobs, limits: { fileBytesMax: 5_000, filesPerUploadMax: 3 }, log: createLog('silent') };
  return fc.asyncProperty(hostileBody, contentType, chunkSizes, async (bytes, type, sizes) => {
    try {
      const request = { body: Readable.from(cutInto(bytes, sizes)), contentType: type };
      await using staging = await receiveUpload(request, parts, async () => {});
      for (const { name } of staging.files) assertName(name);
    } catch (error) {
      assert.ok(error instanceof Failure, String((error as Error).stack));
    }
    assert.equal(await blobCount(), 0, 'nothing is left of an upload that was not kept');
  });
}

const nameTokens = [
  '..',
  '/',
  '\\',
  'a',
  '.pdf',
  '\0',
  '\n',
  ' ',
  '"',
  "'",
  ';',
  '\u202e',
  '\ud800',
  'Ã¼',
  '%e2',
  '=',
  '😀',
];
const dispositionTokens = [
  ...nameTokens,
  'filename=',
  'filename*=',
  "UTF-8''",
  "iso-8859-1''",
  'name="files"',
  '; ',
];

function assertName(name: string): void {
  assert.ok(name.length >= 1 && name.length <= 255 && name.isWellFormed(), JSON.stringify(name));
  assert.doesNotMatch(name, /[/\\\p{Cc}\u202a-\u202e]|^\.{1,2}$/u);
  encodeURIComponent(name);
}

const names = fc.property(soup(nameTokens, 2_000), soup(dispositionTokens, 8_000), (name, header) => {
  assertName(cleanFileName(name));
  try {
    assertName(cleanFileName(parseDisposition(`form-data; name="files"; ${header}`).fileName ?? 'none'));
  } catch (error) {
    assert.ok(error instanceof Failure, String((error as Error).stack));
  }
});

const ranges = fc.property(soup(['bytes=', '0', '9', '-', ',', ' ', '1'], 500), fc.nat(), (header, size) => {
  const range = parseRange(header, size);
  if (typeof range === 'object') assert.ok(0 <= range.start && range.start <= range.end && range.end < size);
});

const v1 = '/api/v1';
const desk = `${v1}/documentClassification`;
const routes = [
  ['POST', `${desk}/createClassification`],
  ['POST', `${desk}/viewClassification`],
  ['PATCH', `${desk}/updateClassification`],
  ['POST', `${desk}/getResults`],
  ['DELETE', `${desk}/deleteFiles`],
  ['DELETE', `${desk}/deleteBatch`],
  ['POST', `${v1}/createExtraction`],
  ['POST', `${v1}/viewExtraction`],
  ['PATCH', `${v1}/updateExtraction`],
  ['DELETE', `${v1}/deleteExtraction`],
  ['POST', `${v1}/getBatchResults`],
] as const;

const keys = [
  'classificationDetails', 'classificationId', 'documentTypes', 'name', 'description', 'uniqueWords', 'extractionId',
  'extractionDetails', 'language', 'fields', 'key', 'type', 'example', 'items', 'properties', 'options', 'batchId',
  'fileId', 'fileIds', 'specificPageProcessing', 'specificPageProcessingOptions', 'from', 'to', 'splitPdfPages',
  'toString', 'valueOf', 'length', 'prototype', 'hasOwnProperty', '',
]; // biome-ignore format: a list of words
const words = [
  'Invoice',
  'other',
  'array',
  'object',
  'string',
  'English',
  'true',
  '1',
  '\0',
  '\ud800',
  '__proto__',
  '',
];

/** Any JSON, mostly of the words that the API knows. */
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(...words, null, true, 0, 1, -1, 1.5, 1e308),
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
  ),
})).value;

const named = (template: Record<string, fc.Arbitrary<unknown>>) => fc.record(template, { requiredKeys: [] });
const orAny = (whole: fc.Arbitrary<unknown>) => fc.oneof({ weight: 8, arbitrary: whole }, anyJson);
const text = orAny(fc.constantFrom(...words));
const documentType = named({
  name: text,
  description: text,
  uniqueWords: orAny(fc.array(text)),
  extractionId: text,
});
const field = named({
  key: text,
  type: text,
  description: text,
  example: text,
  items: anyJson,
  properties: anyJson,
});
const pages = orAny(named({ from: anyJson, to: anyJson }));
const options = named({
  specificPageProcessing: fc.constantFrom<unknown>(true, 'true', false, null),
  specificPageProcessingOptions: pages,
  splitPdfPages: anyJson,
});

function answersJson({ app, key }: TestApp, classificationId: string) {
  const id = fc.oneof(fc.constant<unknown>(classificationId), anyJson);
  const body = named({
    classificationId: id,
    extractionId: id,
    batchId: orAny(fc.constant('b')),
    fileId: anyJson,
    fileIds: anyJson,
    classificationDetails: orAny(
      named({ name: text, description: text, documentTypes: orAny(fc.array(documentType)) }),
    ),
    extractionDetails: orAny(
      named({ name: text, language: text, options: orAny(options), fields: orAny(fc.array(field)) }),
    ),
  });
  const whole = orAny(body).map((value) => Buffer.from(JSON.stringify(value)));
  const payload = fc.oneof({ weight: 5, arbitrary: whole }, { weight: 1, arbitrary: damaged(whole) });
  const type = fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded');
  return fc.asyncProperty(
    fc.constantFrom(...routes),
    type,
    payload,
    async ([method, url], contentType, bytes) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': contentType };
      const { statusCode, body: answer } = await app.inject({ method, url, headers, payload: bytes });
      assert.ok(statusCode < 500, `${method} ${url} ${bytes}: ${statusCode} ${answer}`);
      JSON.parse(answer);
    },
  );
}

/** `app` is used by one property at a time; what they make in it stays. */
export async function uploadProperties(app: TestApp): Promise<Properties> {
  const classificationId = await createSomeClassification(app);
  return {
    'a form is read back, part for part': roundTrip,
    'a multipart body ends the same however the network cuts it': sameHoweverCut,
    'an upload ends with clean names or a refusal, and leaves nothing': receivesUploads(app),
    'file names are clean': names,
    'a byte range lies within the file': ranges,
    'no JSON body is answered by 5xx': answersJson(app, classificationId),
  };
}
