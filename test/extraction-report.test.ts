/** The report of `mailroom evaluate` on a folder that a user labelled: figures, and pictures of what went wrong. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { invoicePage, writeTextPdf } from '../fixtures/text-pdf.ts';

const launcher = join(import.meta.dirname, '../bin/mailroom.js');
const fields = [{ key: 'invoice_number', description: 'Number of the invoice', example: 'INV-1' }];
const letter = 'Invoice number: 2024-7\nContract: <K-55>\n';
const truth = [
  { file: 'files/right.pdf', fields: { invoice_number: 'INV-10001' } },
  { file: 'files/wrong.pdf', fields: { invoice_number: 'Harbour' } },
  { file: 'files/wrong.txt', fields: { invoice_number: 'K-55' } },
  { file: 'files/unread.txt', fields: { invoice_number: '0815' } },
];

test('the report shows each wrong value boxed on its page beside the right one, in one file', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-report-'));
  await mkdir(join(dir.path, 'set/files'), { recursive: true });
  const put = (name: string, content: string | Uint8Array) => writeFile(join(dir.path, 'set', name), content);
  await put('fields.json', JSON.stringify(fields));
  await put('truth.jsonl', truth.map((row) => JSON.stringify(row)).join('\n'));
  await put('files/right.pdf', writeTextPdf([invoicePage(1)]));
  await put('files/wrong.pdf', writeTextPdf([invoicePage(2)]));
  await put('files/wrong.txt', letter);
  await put('files/unread.txt', letter);
  const report = join(dir.path, 'report.html');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [launcher, 'evaluate', join(dir.path, 'set'), '--html', report],
    { cwd: dir.path },
  );
  assert.match(stdout, /^set +4 /m);
  const html = await readFile(report, 'utf8');
  assert.match(html, /3 wrong or missing values/);
  const items = html.split('<li>').slice(1);
  const item = (file: string) => items.find((each) => each.includes(file))!;
  assert.match(item('wrong.pdf'), /INV-10002.*another was chosen/s);
  assert.match(item('wrong.pdf'), /<image [^>]*href="data:image\/webp;base64,/);
  assert.match(item('wrong.pdf'), /<rect class="right".*<rect class="given"/s);
  // Without a picture of its page the words are drawn, as text and not as markup.
  assert.match(item('wrong.txt'), /<text [^>]*>&#60;K-55&#62;<\/text>/);
  assert.match(item('wrong.txt'), /<rect class="right"/);
  assert.match(item('unread.txt'), /misread/);
  assert.ok(!item('unread.txt').includes('<rect class="right"'));
  assert.doesNotMatch(html, /(?:src|href)="(?!data:|#)/);
});
