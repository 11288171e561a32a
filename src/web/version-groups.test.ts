import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '../http/v2/learning-schemas.ts';
import { groupVersions } from './version-groups.ts';

const version = (number: number, cause: Version['cause'], rest: Partial<Version> = {}): Version => ({
  version: number,
  revision: 1,
  cause,
  amount: 1,
  by: 'desk',
  createdAt: '2026-11-25T12:00:00.000Z',
  ...rest,
});

test('lessons that came one by one are one line; other causes, keys and verdicts break it', () => {
  const groups = groupVersions([
    version(9, 'taught'),
    version(8, 'taught', { verdict: 'worse' }),
    version(7, 'taught', { amount: 3 }),
    version(6, 'taught', { by: 'mail' }),
    version(5, 'restored', { amount: 2 }),
    version(4, 'forgotten'),
    version(3, 'defined'),
    version(2, 'defined'),
    version(1, 'defined'),
  ]);
  assert.deepEqual(
    groups.map(({ latest, since, title }) => [latest.version, since, title]),
    [
      [9, 8, 'Learned from 1 file'],
      [8, 6, 'Learned from 4 files'],
      [6, 5, 'Learned from 1 file'],
      [5, 4, 'Version 2 brought back'],
      [4, 3, 'Forgot 1 file'],
      [3, 2, 'Types or settings changed'],
      [2, 1, 'Types or settings changed'],
      [1, 0, 'Made'],
    ],
  );
});
