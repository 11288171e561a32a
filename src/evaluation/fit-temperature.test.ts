import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitTemperature, type ScoredAnswer } from './fit-temperature.ts';

/** Of ten documents scored alike, so many belong to the first of two types; `other` is out of question. */
function tenOf(score: number, right: number): readonly ScoredAnswer[] {
  return Array.from({ length: 10 }, (_, index) => ({
    scores: { types: [score, 0], none: -30 },
    right: index < right ? 0 : 1,
  }));
}

test('scores that are right as often as they say keep their temperature', () => {
  assert.equal(fitTemperature([tenOf(Math.log(4), 8)]), 1);
});

test('modest scores are sharpened, loud ones damped', () => {
  assert.ok(fitTemperature([tenOf(Math.log(4), 9)]) < 0.8);
  assert.ok(fitTemperature([tenOf(Math.log(4), 7)]) > 1.5);
});

test('each set counts alike, however many documents it has', () => {
  const modest = tenOf(Math.log(4), 9);
  const loud = tenOf(Math.log(4), 7);
  const many = [...loud, ...loud, ...loud, ...loud];
  assert.equal(fitTemperature([modest, many]), fitTemperature([modest, loud]));
});
