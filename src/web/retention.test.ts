import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Retention } from '../http/v2/definition-schemas.ts';
import { describeRetention, withDays } from './retention.ts';

const check = (retention: Retention, expected: RegExp) =>
  assert.match(describeRetention(retention), expected, JSON.stringify(retention));

test('what goes and what stays is told for every retention', () => {
  check({}, /^Originals and results are kept for ever/);
  check({ originalsDays: 1 }, /^The original is deleted 1 day after.*corrections are kept for ever/);
  check({ originalsDays: 30, resultsDays: 365 }, /^The original is deleted 30 days.*after 365 days/);
  check({ resultsDays: 365 }, /^All of a file is deleted 365 days/);
  check({ originalsDays: 400, resultsDays: 365 }, /^All of a file is deleted 365 days/);
});

test('an empty number of days is no bound', () => {
  assert.deepEqual(withDays({ originalsDays: 3, resultsDays: 9 }, 'originalsDays', ''), { resultsDays: 9 });
  assert.deepEqual(withDays({}, 'resultsDays', '12'), { resultsDays: 12 });
});
