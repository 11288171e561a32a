/**
 * What every reader owes, whatever bytes it is given: a Document that keeps the form of document.ts, or a
 * Failure with a code of reading, within its time. Run by test/reading-contract.test.ts in a process of its
 * own, as production reads, since some libraries hang on broken files.
 */
import assert from 'node:assert/strict';
import type { FailureCode } from '../errors.ts';
import type { Box, Document, Page } from './document.ts';
import type { ReadingLimits } from './limits.ts';

/** How a reading may end without a Document. */
export const readingFailures: readonly FailureCode[] = [
  'empty_file',
  'unsupported_format',
  'corrupt_file',
  'password_protected',
  'limit_exceeded',
  'no_text_found',
];

/** Throws where a Document breaks its own form or the limits it was read with. */
export function assertDocument(document: Document, limits: ReadingLimits): void {
  assert.ok(document.pages.length <= limits.pages, 'more pages than the limit');
  assert.ok(document.pageCount >= document.pages.length, 'fewer pages counted than read');
  assert.ok(document.attachments.length <= limits.attachments, 'more attachments than the limit');
  let words = 0;
  let before = 0;
  for (const page of document.pages) {
    assert.ok(page.number > before, 'pages out of order');
    before = page.number;
    const pageWords = assertPage(page);
    assert.ok(pageWords <= limits.wordsPerPage, 'more words on a page than the limit');
    words += pageWords;
  }
  assert.ok(words <= limits.words, 'more words than the limit');
  if (document.pages.length < document.pageCount && document.mediaType === 'text/plain')
    assert.ok(document.warnings.length > 0, 'pages left out without a warning');
  for (const { document: inner } of document.attachments)
    if (inner !== undefined) assertDocument(inner, limits);
}

function assertPage(page: Page): number {
  assert.ok(page.width > 0 && page.height > 0, `page of ${page.width} × ${page.height}`);
  let words = 0;
  let top = 0;
  for (const line of page.lines) {
    assertBox(line.box);
    assert.ok(line.words.length > 0, 'a line without words');
    if (page.source === 'plain') assert.ok(line.box[1] >= top, 'lines out of reading order');
    top = line.box[1];
    for (const word of line.words) {
      assertBox(word.box);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: no control character may pass
      assert.match(word.text, /^[^\s\0-\x1f\x7f]+$/, `the word ${JSON.stringify(word.text)}`);
      assert.ok(word.text.isWellFormed() && word.text === word.text.normalize('NFC'), 'a word not in NFC');
      assert.ok(word.confidence === undefined || (word.confidence >= 0 && word.confidence <= 1));
      words += 1;
    }
  }
  return words;
}

/** A rounding error past the edge is no error. */
const edge = 1 + 1e-9;

function assertBox([left, top, width, height]: Box): void {
  for (const value of [left, top, width, height])
    assert.ok(value >= 0 && value <= edge, `${value} out of the page`);
  assert.ok(left + width <= edge && top + height <= edge, 'a box reaches out of the page');
}

export type HostileCase = { readonly what: string; readonly bytes: Uint8Array };

/** One sound file broken in many ways; the same ways each time, so that a failure can be seen again. */
export function breakFile(file: Uint8Array, seed = 1): HostileCase[] {
  // A Buffer's slices share its memory: each case must have bytes of its own.
  const sound = Uint8Array.from(file);
  const cases: HostileCase[] = [{ what: 'empty', bytes: new Uint8Array() }];
  for (const percent of [0.5, 2, 10, 25, 50, 75, 90, 95, 99])
    cases.push({
      what: `cut at ${percent} %`,
      bytes: sound.slice(0, Math.ceil((sound.length * percent) / 100)),
    });
  cases.push({ what: 'without its last byte', bytes: sound.slice(0, -1) });
  cases.push({ what: 'without its first byte', bytes: sound.slice(1) });
  cases.push({ what: 'twice', bytes: Buffer.concat([sound, sound]) });
  cases.push({ what: 'garbage after it', bytes: Buffer.concat([sound, randomBytes(2_000, seed)]) });
  cases.push({ what: 'garbage before it', bytes: Buffer.concat([randomBytes(700, seed), sound]) });
  cases.push({
    what: 'its head before garbage',
    bytes: Buffer.concat([sound.slice(0, 64), randomBytes(5_000, seed)]),
  });
  const hollow = sound.slice();
  hollow.fill(0, Math.floor(sound.length / 3), Math.floor((sound.length * 2) / 3));
  cases.push({ what: 'its middle zeroed', bytes: hollow });
  for (let round = 0; round < 24; round++) {
    const random = randomNumbers(seed * 1_000 + round);
    const bytes = sound.slice();
    for (let flip = 0; flip < 2 ** (round % 8); flip++) bytes[random(bytes.length)] = random(256);
    cases.push({ what: `random bytes, round ${round}`, bytes });
  }
  return cases;
}

/** A linear congruential generator: quick, and the same on every machine. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomBytes(length: number, seed: number): Uint8Array {
  const random = randomNumbers(seed);
  return Uint8Array.from({ length }, () => random(256));
}
