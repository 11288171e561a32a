import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinReadings } from './join-readings.ts';
import { type OcrReading, type OcrWord, readingText, toReading } from './ocr-reading.ts';

/** Words of one line, letters 10 wide; a confidence follows a word as in "Total:90". */
function reading(line: string): OcrReading {
  const words = [...line.matchAll(/(\S+?):(\d+)/g)].map((match): OcrWord => {
    const left = Number(match.index) * 10;
    const right = left + match[1]!.length * 10;
    return { text: match[1]!, left, right, top: 0, bottom: 20, confidence: Number(match[2]) / 100 };
  });
  return toReading(words);
}

function check(first: string, second: string, text: string, isSmallPrint = false): void {
  const joined = joinReadings(reading(first), reading(second), isSmallPrint);
  const words = [...joined.words].sort((a, b) => a.left - b.left);
  assert.equal(readingText(toReading(words)), text);
}

test('the second reader is believed where the first was unsure', () => {
  check('T0ta1:40    12.S0:30', 'Total:95    12.50:97', 'Total 12.50');
});

test('a letter that the second reader does not know is never lost', () => {
  check('Straße:85 Müller:70 5€:61', 'Strabe:97 Muller:98 5E:95', 'Straße Müller 5€');
});

test('spaces that the second reader missed come from the first, not its letters', () => {
  const box = { left: 0, right: 210, top: 0, bottom: 20 };
  const glued = toReading([{ ...box, text: 'ofthebronchus', confidence: 0.96 }]);
  const joined = joinReadings(reading('of:90 the:95 bronchas:91'), glued, false);
  assert.equal(readingText(joined), 'of the bronchus');
});

test('words that the second reader did not see stay', () => {
  check('Invoice:95     2041:93', 'Invoice:97', 'Invoice 2041');
  check('Invoice:95     |~.:93', 'Invoice:97', 'Invoice');
});

test('in small print the first reader is believed where it is sure', () => {
  check('cancer:92 skan:50', 'cancor:95 skin:94', 'cancer skin', true);
});

test('a second reader that sees next to nothing is not asked', () => {
  check('Рахунок:91 номер:90 двадцять:88', 'P:80', 'Рахунок номер двадцять');
});
