import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupByFolder } from './labelled-upload.ts';

test('the folder that a file lies in names its type, in any case; other files are left out', () => {
  const file = (path: string) => ({ path, name: path.split('/').at(-1)! });
  const files = ['sorted/invoice/a.pdf', 'sorted/2024/Receipt/b.pdf', 'sorted/c.pdf', 'sorted/other/d.pdf'];
  const { groups, left } = groupByFolder(files.map(file), ['Invoice', 'Receipt', 'other']);
  assert.deepEqual(
    groups.map(({ documentType, files: some }) => [documentType, some.map(({ name }) => name)]),
    [
      ['Invoice', ['a.pdf']],
      ['Receipt', ['b.pdf']],
      ['other', ['d.pdf']],
    ],
  );
  assert.equal(left, 1);
});
