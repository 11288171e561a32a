import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInvented } from '../evaluation/extraction/invented.ts';
import { extractFields } from './extract-fields.ts';
import { listValues, toPlainResult } from './extracted.ts';
import { parseFields } from './field.ts';
import { textDocument } from './text-document.ts';

const invoice = `
Acme Tools Ltd.
12 Mill Road
London N1 7AA
                                                 INVOICE
Bill to:                                         Invoice number:   INV-2024-118
Jane Miller                                      Invoice date:     03.05.2024
4 Oak Street                                     Due date:         17.05.2024

Description                   Quantity    Unit price       Amount
Steel hammer                         2         10,00        20,00
Box of nails                         5          3,00        15,00

                                       Subtotal             35,00
                                       VAT 20%               7,00
                                       Total EUR            42,00

IBAN: DE89 3704 0044 0532 0130 00
`;

const fields = parseFields([
  { key: 'invoice_number', description: 'Invoice number', example: 'INV-001' },
  { key: 'invoice_date', description: 'Date of issue', example: '23/12/2024' },
  { key: 'due_date', description: 'Payment due date' },
  { key: 'net_total' },
  { key: 'tax_total', description: 'Total tax' },
  { key: 'grand_total', description: 'Total including tax, only the number' },
  { key: 'iban' },
  { key: 'seller', type: 'object', properties: { email: { description: 'E-mail address' } } },
  { key: 'purchase_order', description: 'Purchase order number' },
  {
    key: 'items',
    type: 'array',
    items: {
      type: 'object',
      properties: [{ key: 'description' }, { key: 'quantity' }, { key: 'unit_price' }, { key: 'line_total' }],
    },
  },
]);

test('labelled values, tables and what is not there', async () => {
  const plain = toPlainResult(await extractFields(textDocument(invoice), fields));
  assert.deepEqual(plain, {
    invoice_number: 'INV-2024-118',
    invoice_date: '03.05.2024',
    due_date: '17.05.2024',
    net_total: '35,00',
    tax_total: '7,00',
    grand_total: '42,00',
    iban: 'DE89 3704 0044 0532 0130 00',
    items: [
      { description: 'Steel hammer', quantity: '2', unit_price: '10,00', line_total: '20,00' },
      { description: 'Box of nails', quantity: '5', unit_price: '3,00', line_total: '15,00' },
    ],
  });
});

test('every value stands in its evidence, with box, normal form and checks', async () => {
  const document = textDocument(invoice);
  const extracted = await extractFields(document, fields);
  assert.deepEqual(findInvented(document, extracted), []);
  const values = new Map(listValues(extracted));
  assert.deepEqual(values.get('due_date')?.normalised, { type: 'date', iso: '2024-05-17' });
  assert.deepEqual(values.get('grand_total')?.normalised, { type: 'number', number: 42, currency: 'EUR' });
  assert.equal(values.get('invoice_number')?.evidence[0]?.text, 'INV-2024-118');
  assert.deepEqual(
    extracted.checks.map(({ name, passed }) => [name, passed]),
    [
      ['iban', true],
      ['sum', true],
      ['date-order', true],
      ['row-product', true],
      ['row-product', true],
      ['row-sum', true],
    ],
  );
});

test('a check that fails is reported, and the printed value stays', async () => {
  const wrong = invoice
    .replace('0130 00', '0130 01')
    .replace('20%               7,00', '20%               8,00');
  const extracted = await extractFields(textDocument(wrong), fields);
  const failed = extracted.checks.filter((check) => !check.passed).map((check) => check.name);
  assert.deepEqual(failed, ['iban', 'sum']);
  assert.equal(new Map(listValues(extracted)).get('iban')?.text, 'DE89 3704 0044 0532 0130 01');
});

test('nothing is answered from a document that says nothing of it', async () => {
  const letter = textDocument(
    'Dear Anna,\n\nthe garden is in bloom and we hope to see you soon.\n\nYours, Tom',
  );
  const asked = parseFields([
    { key: 'invoice_number' },
    { key: 'iban' },
    { key: 'total' },
    { key: 'due_date' },
  ]);
  assert.deepEqual(toPlainResult(await extractFields(letter, asked)), {});
});

test('check boxes and choices are derived from the words they rest on', async () => {
  const form = textDocument('Delivery\n[x]  Express     [ ]  Standard\n\nWertpapierabrechnung Kauf');
  const asked = parseFields([
    { key: 'express', type: 'boolean' },
    { key: 'kind', description: 'Kind of transaction: buy, sell or dividend' },
  ]);
  const values = new Map(listValues(await extractFields(form, asked)));
  assert.deepEqual([values.get('express')?.kind, values.get('express')?.text], ['derived', 'selected']);
  assert.deepEqual([values.get('kind')?.kind, values.get('kind')?.text], ['derived', 'buy']);
  assert.equal(values.get('kind')?.evidence[0]?.text, 'Kauf');
});

const xml = `<rsm:CrossIndustryInvoice xmlns:rsm="r" xmlns:ram="a"><rsm:ExchangedDocument><ram:ID>A-7</ram:ID>
<ram:IssueDateTime><udt:DateTimeString format="102">20240503</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Nail</ram:Name></ram:SpecifiedTradeProduct>
<ram:BilledQuantity>5</ram:BilledQuantity></ram:IncludedSupplyChainTradeLineItem></rsm:CrossIndustryInvoice>`;

test('an embedded invoice is read as what it is, and left alone when that is not allowed', async () => {
  const document = textDocument(invoice, [{ name: 'factur-x.xml', mediaType: 'application/xml', xml }]);
  const extracted = await extractFields(document, fields);
  const value = new Map(listValues(extracted)).get('invoice_number');
  assert.deepEqual([value?.text, value?.source, value?.attachment], ['A-7', 'embedded', 'factur-x.xml']);
  assert.deepEqual(toPlainResult(extracted).items, [{ description: 'Nail', quantity: '5' }]);
  const page = await extractFields(document, fields, { useEmbedded: false });
  assert.equal(new Map(listValues(page)).get('invoice_number')?.text, 'INV-2024-118');
});

test('the parties of a contract are listed', async () => {
  const contract = textDocument(
    'MUTUAL NONDISCLOSURE AGREEMENT\n\nThis Agreement is made as of May 9, 2007 by and between Blue Harbour Inc., a\n' +
      'Delaware corporation (the "Company"), and Jane Q. Miller ("Employee").\n\n' +
      'This Agreement is governed by the laws of the State of Ohio for a period of three (3) years.',
  );
  const asked = parseFields([
    { key: 'party', type: 'array', description: 'Parties of the agreement (list)' },
    { key: 'jurisdiction', description: 'State whose law governs the agreement' },
    { key: 'effective_date', description: 'Date on which the agreement becomes effective' },
  ]);
  assert.deepEqual(toPlainResult(await extractFields(contract, asked)), {
    party: ['Blue Harbour Inc.', 'Jane Q. Miller'],
    jurisdiction: 'Ohio',
    effective_date: 'May 9, 2007',
  });
});

test('a duration that two lines part is found whole, and its words are those of the page', async () => {
  const contract = textDocument(
    'This Agreement is governed by nothing and shall continue for a period of two (2)\nyears, unless it is terminated earlier by one of the parties.\n',
  );
  const extracted = await extractFields(contract, parseFields([{ key: 'term', description: 'Term' }]));
  assert.deepEqual(toPlainResult(extracted), { term: 'two (2) years' });
  assert.deepEqual(findInvented(contract, extracted), []);
});

test('parties are told apart by the names that the contract gives them', async () => {
  const contract = textDocument(
    'between Harbour Analytics Inc., a Delaware corporation ("Client"), and\nBright Path Consulting LLC ("Contractor").\n',
  );
  const asked = parseFields([
    { key: 'client', description: 'Name of the client' },
    { key: 'contractor', description: 'Name of the contractor' },
  ]);
  assert.deepEqual(toPlainResult(await extractFields(contract, asked)), {
    client: 'Harbour Analytics Inc.',
    contractor: 'Bright Path Consulting LLC',
  });
});
