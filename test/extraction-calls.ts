import { call, testKey, until } from './server-process.ts';

/** What the tests of the extraction module ask for: a number, and forms that are either there or not. */
export const invoiceFields = [
  { key: 'invoice_number', description: 'Invoice number', example: '2024-001', type: 'string' },
  { key: 'seller_vat', description: 'VAT id of the seller', example: 'DE123456789' },
  {
    key: 'bank',
    description: '',
    type: 'object',
    properties: [
      { key: 'iban', description: 'IBAN of the seller' },
      { key: 'bic', description: 'BIC of the bank' },
    ],
  },
  {
    key: 'items',
    description: 'Lines of the invoice',
    type: 'array',
    items: {
      type: 'object',
      properties: [
        { key: 'description', description: 'What was sold' },
        { key: 'price', description: 'Price of the line' },
      ],
    },
  },
];

export const invoiceText = (number: number) =>
  `INVOICE\n\nInvoice number: 2024-${number}\nBill to: Jane Doe\nVAT id: DE123456789\nAmount due: 120.00 EUR\n`;

export async function createInvoiceExtraction(url: string, details: object = {}): Promise<string> {
  const { json } = await call(url, 'POST', '/createExtraction', {
    extractionDetails: { name: 'Invoices', language: 'English', fields: invoiceFields, ...details },
  });
  return json.extractionId;
}

export async function uploadToExtraction(
  url: string,
  extractionId: string,
  files: readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[],
  batchId?: string,
) {
  const form = new FormData();
  form.set('extractionId', extractionId);
  if (batchId !== undefined) form.set('batchId', batchId);
  for (const [name, content] of files) form.append('files', new Blob([content]), name);
  const response = await fetch(`${url}/api/v1/uploadFiles`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}` },
    body: form,
  });
  return { status: response.status, json: (await response.json()) as Record<string, any> };
}

/** The finished answer of a batch. */
export function batchResults(url: string, extractionId: string, batchId: string) {
  return until(`batch ${batchId}`, async () => {
    const { json } = await call(url, 'POST', '/getBatchResults', { extractionId, batchId });
    if (json.status === 'error') throw new Error(json.message);
    return json.status === 'waiting' ? undefined : json;
  });
}

/** Invoices go to the extraction, receipts nowhere. */
export async function createLinkedClassification(url: string, extractionId: string): Promise<string> {
  const { json } = await call(url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: {
      name: 'Linked',
      documentTypes: [
        {
          name: 'Invoice',
          description: 'Bill for goods or services',
          uniqueWords: ['invoice number', 'amount due'],
          extractionId,
        },
        { name: 'Receipt', description: 'Proof of payment in a shop', uniqueWords: ['cash', 'change'] },
      ],
    },
  });
  return json.classificationId;
}
