import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document, Line } from '../reading/document.ts';
import { classifyDocument } from './classify-document.ts';
import type { DocumentType } from './document-type.ts';
import { exampleOf } from './learn.ts';

const types: readonly DocumentType[] = [
  { name: 'invoice', description: 'Bill from a supplier', uniqueWords: ['invoice number', 'amount due'] },
  { name: 'delivery_note', description: 'Accompanies goods', uniqueWords: ['delivery note', 'Lieferschein'] },
  {
    name: 'employment_contract',
    description: 'Contract with an employee',
    uniqueWords: ['employee', 'salary'],
  },
];

const invoice = `ACME Ltd\n1 High Street\nINVOICE\nInvoice number: 4711\nInvoice date: 1 May 2026
Bill to: Example Corp\nQty Description Unit price Total\n2 Chairs 50.00 100.00\nSubtotal 100.00\nAmount due 120.00`;

test('the answer is one of the types or other, and the confidences sum to 1', async () => {
  const answer = await classifyDocument(plain(invoice), types);
  assert.equal(answer.documentType, 'invoice');
  const sum = answer.ranking.reduce((total, { confidence }) => total + confidence, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9);
  assert.deepEqual(answer.ranking.map((ranked) => ranked.documentType).toSorted(), [
    'delivery_note',
    'employment_contract',
    'invoice',
    'other',
  ]);
  assert.ok(answer.borrowed.includes('invoice'));
});

test('evidence names page, box and words that stand in the document', async () => {
  const { evidence } = await classifyDocument(plain(invoice), types);
  assert.ok(evidence.length > 0);
  for (const { page, box, text, weight } of evidence) {
    assert.equal(page, 1);
    assert.ok(box.every((value) => value >= 0 && value <= 1));
    for (const word of text.split(' ')) assert.ok(invoice.includes(word), word);
    assert.ok(weight > 0 && weight <= 1);
  }
});

test('a German delivery note is known by English types', async () => {
  const note =
    'Muster GmbH\nLieferschein Nr. 88\nLieferdatum 3.4.2026\nMenge Artikel\n3 Stühle\nWare erhalten';
  assert.equal((await classifyDocument(plain(note), types)).documentType, 'delivery_note');
});

test('hyphens at line ends, run-together words and single wrong letters do not hide the words', async () => {
  const worn = 'Muster GmbH\nLiefer-\nschein\nMenge Artikel\n3 Stühle';
  assert.equal((await classifyDocument(plain(worn), types)).documentType, 'delivery_note');
  const misread = 'ACME\nINV0ICE\nlnvoice numder 17\nAmounl due 120.00\nSubtotal 100.00';
  assert.equal((await classifyDocument(plain(misread, 'ocr'), types)).documentType, 'invoice');
});

test('a kind that no type describes is other', async () => {
  const recipe = 'Pancakes\nIngredients\n200 g flour\n3 eggs\n300 ml milk\nWhisk, rest ten minutes and fry.';
  assert.equal((await classifyDocument(plain(recipe), types)).documentType, 'other');
});

test('an empty document is answered, and a person is asked', async () => {
  const answer = await classifyDocument(plain(''), types);
  assert.ok(answer.needsReview);
});

test('a higher threshold for other gives other less often', async () => {
  const share = async (otherThreshold: number) => {
    const { ranking } = await classifyDocument(plain(invoice), types, { otherThreshold });
    return ranking.find((ranked) => ranked.documentType === 'other')!.confidence;
  };
  assert.ok((await share(0.9)) < (await share(0.5)));
  assert.ok((await share(0.5)) < (await share(0.1)));
});

test('an example moves the very next answer', async () => {
  const memo = (topic: string) =>
    `Harbour office\nBerth plan ${topic}\nPilot station, tug orders, mooring gang, quay crane hours, tide table`;
  const examples = [1, 2, 3].map((n) => exampleOf(plain(memo(`week ${n}`)), 'delivery_note'));
  const before = await classifyDocument(plain(memo('week 9')), types);
  const after = await classifyDocument(plain(memo('week 9')), types, { examples });
  assert.notEqual(before.documentType, 'delivery_note');
  assert.equal(after.documentType, 'delivery_note');
  assert.deepEqual(JSON.parse(JSON.stringify(examples)), examples);
});

test('examples that look like their sender more than like their type do not overrule what was known', async () => {
  const letterhead = (bank: string) => `${bank} Bank\n${`${bank} branch tower lane desk `.repeat(6)}`;
  const page = (bank: string, text: string) => plain(`${letterhead(bank)}\n${text}`);
  const examples = ['Alder', 'Birch', 'Cedar'].flatMap((bank) => [
    exampleOf(page(bank, 'INVOICE\nAmount due 12.00'), 'invoice'),
    exampleOf(page(bank, 'Delivery note\nGoods received'), 'delivery_note'),
  ]);
  const asked = page('Dogwood', 'INVOICE\nInvoice number: 4711\nAmount due 120.00');
  assert.equal((await classifyDocument(asked, types, { examples })).documentType, 'invoice');
});

function plain(text: string, source: 'plain' | 'ocr' = 'plain'): Document {
  const lines = text.split('\n').flatMap((row, index): Line[] => {
    const top = index / 60;
    const words = row.split(/\s+/).filter((word) => word.length > 0);
    const line = words.map((word, at) => ({ text: word, box: [at * 0.08, top, 0.07, 0.015] as const }));
    return line.length === 0 ? [] : [{ words: line, box: [0, top, 1, 0.015] }];
  });
  const page = { number: 1, width: 595, height: 842, rotation: 0, source, lines } as const;
  return { mediaType: 'text/plain', pageCount: 1, pages: [page], attachments: [], warnings: [] };
}
