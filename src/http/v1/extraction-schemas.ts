import { Type } from 'typebox';
import { batchId, exampleIds, fileId } from './schemas.ts';

export { batchId, fileId };

export const extractionTag = 'Data extraction';

export const extractionId = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'Id that createExtraction gave',
});

export const extractionName = Type.String({ minLength: 1, maxLength: 500, description: 'Label' });
export const extractionDescription = Type.String({ maxLength: 5_000, description: 'For people; not used' });
export const language = Type.String({
  maxLength: 100,
  description: 'Language of the documents, by its English name; any is accepted',
});

/** Read by parseFields, which names the field in its refusals: this schema only documents. */
export const fields = Type.Unsafe<unknown>({
  description:
    'What to extract: a list of {key, description, example, type}. `type` is "string" (default), "object" with `properties` (a list of fields) or "array" with `items` (a field without a key)',
});

const flag = (description: string) => Type.Optional(Type.Boolean({ description }));

export const options = Type.Object(
  {
    hasTable: flag('No effect: tables are always looked for'),
    hasVisuals: flag('Not honoured: charts are not interpreted; their words are read'),
    handwrittenTextRecognition: flag('Not honoured: handwriting is read by the OCR for print'),
    checkboxRecognition: flag('No effect: check boxes are always looked for'),
    longDocument: flag('No effect: the length is seen'),
    splitPdfPages: flag('Each page of a PDF gives a file and a result of its own'),
    specificPageProcessing: flag('Only a range of pages of a PDF'),
    // Read by readPageRange: some clients send null where the flag is not set.
    specificPageProcessingOptions: Type.Optional(
      Type.Unsafe<unknown>({
        description: '{"from": 1, "to": 3}: first and last page; needed with the flag',
      }),
    ),
  },
  { description: 'What the documents are like' },
);

export const extractionExample = {
  extractionId: '-OKI_FueqSWiExyfS310',
  batchId: exampleIds.batchId,
  fileId: exampleIds.fileId,
} as const;

export const exampleFields = [
  { key: 'invoice_number', description: 'Number of the invoice', example: 'INV-001', type: 'string' },
  { key: 'total', description: 'Total amount due, only the number', example: '120.50', type: 'string' },
  {
    key: 'items',
    description: 'Lines of the invoice',
    type: 'array',
    items: {
      type: 'object',
      properties: [
        { key: 'description', description: 'What was sold', example: 'Paper A4', type: 'string' },
        { key: 'amount', description: 'Price of the line', example: '12.00', type: 'string' },
      ],
    },
  },
] as const;
