import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { libraryGroups } from './entry.ts';
import { library } from './library.ts';

const path = new URL('../../../docs/library.md', import.meta.url);

test('docs/library.md lists every entry (UPDATE=1 rewrites its table)', () => {
  const text = readFileSync(path, 'utf8');
  const updated = text.replace(/^\| group[\s\S]*?\n(?=\n|$)/m, writeTable());
  if (process.env.UPDATE === '1') writeFileSync(path, updated);
  else assert.equal(text, updated);
  assert.match(updated, new RegExp(`^${library.length} common document types`, 'm'));
});

function writeTable(): string {
  const rows = libraryGroups.map((group) => {
    const ids = library.filter((entry) => entry.group === group).map((entry) => `\`${entry.id}\``);
    return `| ${group} | ${ids.length} | ${ids.join(' ')} |`;
  });
  return `${['| group | entries | ids |', '| --- | --- | --- |', ...rows].join('\n')}\n`;
}
