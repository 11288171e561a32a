import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownToLines } from './markdown.ts';

test('headings, lists, tables and emphasis are printed without their marks', () => {
  const lines = markdownToLines(
    '# Offer\n\nDear **Anna**, see [our page](https://x.y "t") and _this_ snake_case_name.\n\n* one\n- two\n\n| a | b |\n|---|:-:|\n| long cell | 2 |\n\nTerms\n=====\n```\n# code\n```',
  );
  assert.deepEqual(
    lines.map((line) => line.text),
    [
      'Offer',
      '',
      'Dear Anna, see our page and this snake_case_name.',
      '',
      '• one',
      '• two',
      '',
      'a           b',
      'long cell   2',
      '',
      'Terms',
      '# code',
    ],
  );
  assert.deepEqual([lines[0]!.rows, lines[0]!.bold, lines[2]!.bold, lines[10]!.rows], [2, true, [[5, 9]], 2]);
});
