import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toGoldenReading } from '../../fixtures/golden-reading.ts';
import { invoice } from '../../fixtures/sample-invoice.ts';
import { defaultReadingLimits } from './limits.ts';
import { readDocument } from './read-document.ts';

const folder = join(import.meta.dirname, '../../fixtures/formats');
const options = { limits: defaultReadingLimits, ocrLanguages: ['eng'] };

async function readFixture(name: string) {
  return toGoldenReading(await readDocument(readFileSync(join(folder, name)), name, options));
}

for (const name of readdirSync(folder).filter((file) => !file.endsWith('.json'))) {
  test(`${name} reads as its golden file says`, async () => {
    const reading = await readFixture(name);
    const golden = join(folder, `${name}.expected.json`);
    if (process.env.UPDATE || !existsSync(golden))
      writeFileSync(golden, `${JSON.stringify(reading, undefined, 2)}\n`);
    assert.deepEqual(reading, JSON.parse(readFileSync(golden, 'utf8')));
  });
}

// What a blind rewrite of the golden files cannot undo.
for (const name of readdirSync(folder).filter(
  (file) => /^invoice\.\w+$/.test(file) && !/csv|eml|msg/.test(file),
)) {
  test(`${name} has the title, every label beside its value, and every row of the table in columns`, async () => {
    const rows = (await readFixture(name)).pages.flat().map((row) => row.replaceAll('**', ''));
    const text = rows.join('\n');
    assert.ok(text.includes(invoice.title));
    for (const [label, value] of invoice.fields)
      assert.ok(
        rows.some((row) => row.startsWith(label) && row.endsWith(value)),
        `${label} ${value}`,
      );
    const header = rows.find((row) => row.startsWith('Artikel'));
    const item = rows.find((row) => row.startsWith('Komposterde'));
    assert.match(header ?? '', /^Artikel {3,}Menge {3,}Einzelpreis {3,}Betrag$/);
    assert.equal(header?.indexOf('Menge'), item?.indexOf('10'), 'a column keeps its place');
    assert.equal(header?.indexOf('Betrag'), item?.indexOf('75,00'), 'a column keeps its place');
  });
}

test('header and footer of the page are read where the format has them', async () => {
  for (const name of ['invoice.docx', 'invoice.doc', 'invoice.odt', 'invoice.rtf']) {
    const rows = (await readFixture(name)).pages.flat();
    assert.equal(rows[0], invoice.header, name);
    assert.equal(rows.at(-1), invoice.footer, name);
  }
});

test('a mail has its header lines first, its attachments as documents of their own', async () => {
  const eml = await readFixture('invoice.eml');
  assert.match(eml.pages[0]![0]!, /From:\*\* +Gärtnerei Sonnenhügel <post@example.org>/);
  assert.deepEqual(
    eml.attachments.map((attachment) => attachment.name),
    ['rechnung.docx', 'weitergeleitet.eml'],
  );
  assert.equal(eml.attachments[0]!.reading!.pages.length, 2);
  assert.equal(eml.attachments[1]!.reading!.attachments[0]!.reading!.mediaType, 'text/csv');
  const msg = await readFixture('invoice.msg');
  assert.match(msg.pages[0]![1]!, /To:\*\* +Aylin Çelik <aylin@example.com>/);
  assert.equal(msg.attachments.length, 2);
});
