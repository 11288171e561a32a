import { Type } from 'typebox';

/** Ids are opaque; ours have 20 or 25 characters of `[A-Za-z0-9_-]`. */
const idCharactersMax = 128;

export const classificationId = Type.String({
  minLength: 1,
  maxLength: idCharactersMax,
  description: 'Id that createClassification gave',
});

export const batchId = Type.String({
  minLength: 1,
  maxLength: idCharactersMax,
  description: 'Id that uploadFiles gave',
});

export const fileId = Type.String({
  minLength: 1,
  maxLength: idCharactersMax,
  description: 'Id of a file, as uploadFiles gave it',
});

export const milliseconds = (description: string) =>
  Type.Integer({ minimum: 0, description: `${description}; milliseconds since 1970` });

/** Bounds on lengths and counts are parseDocumentTypes', which names the type in its refusals. */
const documentType = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'Label of the type; `other` is reserved' }),
    description: Type.Optional(Type.String({ description: 'What such documents are, in a sentence' })),
    uniqueWords: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Words or phrases likely on such documents, in any language',
      }),
    ),
    extractionId: Type.Optional(
      Type.String({ description: 'Extraction template that files of this type are meant for' }),
    ),
  },
  { description: 'A kind of document' },
);

export const documentTypes = Type.Array(documentType, {
  minItems: 1,
  description: 'The kinds to tell apart',
});

export const shownDocumentTypes = Type.Array(
  Type.Object(
    {
      name: Type.String(),
      description: Type.String(),
      uniqueWords: Type.Array(Type.String()),
      extractionId: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
);

export const classificationName = Type.String({ minLength: 1, maxLength: 500, description: 'Label' });
export const classificationDescription = Type.String({
  maxLength: 5_000,
  description: 'For people; not used',
});

export const exampleIds = {
  classificationId: '-OPXQuIrkHuA2QZkY-44',
  batchId: '8pMpPs6SMPBpcnnznoaRz8bsj',
  fileId: '-OPXR1d7kJcW8sTqLm3z',
} as const;

export const exampleTypes = [
  {
    name: 'Invoice',
    description: 'A request for payment of delivered goods or services',
    uniqueWords: ['invoice number', 'bill to', 'total amount'],
  },
  {
    name: 'Receipt',
    description: 'Confirms that a payment was made',
    uniqueWords: ['receipt', 'paid', 'transaction id'],
  },
] as const;
