import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDocument } from '../evaluation/example-documents.ts';
import { classifyDocument } from './classify-document.ts';
import type { DocumentType } from './document-type.ts';

const invoice: DocumentType = {
  name: 'Invoice',
  description: 'A bill for goods or services.',
  uniqueWords: ['invoice number', 'amount due'],
};
const receipt: DocumentType = {
  name: 'Receipt',
  description: 'Proof of payment in a shop.',
  uniqueWords: ['cash', 'change', 'thank you'],
};
const manyNames =
  'Contract|Letter|Payslip|Bank statement|Purchase order|Delivery note|Passport|CV|Memo|Email|Tax return|Claim form' +
  '|Insurance policy|Medical report|Lab result|Prescription|Utility bill|Lease|Deed|Minutes|Press release|Budget' +
  '|Scientific paper|Newspaper|Advertisement|Questionnaire|Presentation|Certificate|Diploma|Reminder|Credit note' +
  '|Quote|Packing list|Customs declaration|Bill of lading|Timesheet|Travel itinerary|Warranty';
const many = [
  invoice,
  receipt,
  ...manyNames.split('|').map((name): DocumentType => ({ name, description: '', uniqueWords: [] })),
];

const poem = 'The fog comes\non little cat feet.\nIt sits looking\nover harbor and city\nand then moves on.';
const lorem = `Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore
et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip.`;
const recipe = 'Pancakes\nIngredients\n200 g flour\n3 eggs\n300 ml milk\nWhisk, rest briefly and fry.';

async function answer(text: string, types: readonly DocumentType[]) {
  return await classifyDocument(plainDocument(text), types);
}

const typeSets = { two: [invoice, receipt], one: [invoice], 'only receipts': [receipt], forty: many };
for (const [count, types] of Object.entries(typeSets)) {
  test(`what speaks for no type is other: ${count}`, async () => {
    for (const text of [poem, lorem, '', 'hello', '12 44 91\n33 10 4\n7 7 19']) {
      const { documentType, confidence } = await answer(text, types);
      assert.equal(documentType, 'other', text);
      assert.ok(confidence > 0.6, `${confidence} ${text}`);
    }
  });
}

test('a recipe is no invoice, and never surely a receipt', async () => {
  assert.equal((await answer(recipe, [invoice])).documentType, 'other');
  const { documentType, confidence } = await answer(recipe, [invoice, receipt]);
  assert.ok(documentType === 'other' || confidence < 0.6, `${documentType} ${confidence}`);
});

const bill = `ACME Ltd\n1 High Street\nINVOICE\nInvoice number: 4711\nInvoice date: 1 May 2026
Bill to: Example Corp\nQty Description Unit price Total\n2 Chairs 50.00 100.00\nSubtotal 100.00\nAmount due 120.00`;
const rechnung = `Muster GmbH\nHauptstr. 1\n10115 Berlin\nRechnung\nRechnungsnummer: 2026-17\nRechnungsdatum 3.4.2026
Pos Menge Beschreibung Einzelpreis Gesamt\n1 2 Stühle 50,00 100,00\nNettobetrag 100,00\nMwSt 19% 19,00
Rechnungsbetrag 119,00 EUR\nZahlbar innerhalb von 14 Tagen`;
const till = 'CITY MARKET\n12 Main St\nMilk 1.20\nBread 2.30\nTOTAL 3.50\nCASH 5.00\nCHANGE 1.50\nTHANK YOU';
const kassenbon =
  'REWE Markt\nMilch 1,20 A\nBrot 2,30 A\nSUMME EUR 3,50\nBar 5,00\nRückgeld 1,50\nVielen Dank für Ihren Einkauf';

test('what is plainly of a type is answered with confidence', async () => {
  for (const [text, name] of [
    [bill, 'Invoice'],
    ['Invoice\nChairs 100.00', 'Invoice'],
    [rechnung, 'Invoice'],
    [till, 'Receipt'],
    [kassenbon, 'Receipt'],
  ] as const) {
    const { documentType, confidence } = await answer(text, [invoice, receipt]);
    assert.equal(documentType, name, text);
    assert.ok(confidence > 0.75, `${confidence} ${text}`);
    assert.equal((await answer(text, many)).documentType, name, text);
  }
  assert.equal((await answer(bill, [invoice])).documentType, 'Invoice');
  assert.equal((await answer(bill, [receipt])).documentType, 'other');
  assert.equal((await answer(till, [invoice])).documentType, 'other');
});
