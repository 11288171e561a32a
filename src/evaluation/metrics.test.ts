import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accuracyOf,
  calibrationErrorOf,
  confusionOf,
  falseOtherOf,
  figuresByType,
  macroF1Of,
  type Outcome,
  otherRecallOf,
} from './metrics.ts';

function outcome(documentType: string, answer: string | undefined, confidence = 1): Outcome {
  return { file: 'f', documentType, answer, confidence };
}

const outcomes = [
  outcome('invoice', 'invoice'),
  outcome('invoice', 'other'),
  outcome('letter', 'invoice'),
  outcome('letter', undefined),
  outcome('other', 'other'),
  outcome('other', 'letter'),
];

test('accuracy counts known documents only; other and failures are errors there', () => {
  assert.equal(accuracyOf(outcomes), 1 / 4);
  assert.equal(otherRecallOf(outcomes), 1 / 2);
  assert.equal(falseOtherOf(outcomes), 1 / 4);
});

test('macro F1 is the mean over types that have files', () => {
  const figures = figuresByType(['invoice', 'letter', 'unused'], outcomes);
  assert.deepEqual(figures[0], { documentType: 'invoice', precision: 0.5, recall: 0.5, f1: 0.5, support: 2 });
  assert.equal(macroF1Of(figures), 0.25);
});

test('the confusion matrix names failures', () => {
  assert.deepEqual(confusionOf(outcomes).letter, { invoice: 1, failed: 1 });
});

test('confidence that says what happens has no calibration error; boasting has', () => {
  const honest = Array.from({ length: 100 }, (_, index) => outcome('a', index % 2 === 0 ? 'a' : 'b', 0.5));
  const boasting = honest.map((each) => ({ ...each, confidence: 0.9 }));
  assert.ok(calibrationErrorOf(honest) < 0.001);
  assert.ok(Math.abs(calibrationErrorOf(boasting) - 0.4) < 0.001);
});
