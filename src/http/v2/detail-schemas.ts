/** A file with the reasons for its answer: what review shows. */
import { type Static, Type } from 'typebox';
import { box, byPerson, closed, evidence, fileProperties, ranked, time } from './schemas.ts';

const text = Type.String();
const valueEvidence = Type.Object({ page: Type.Integer({ minimum: 1 }), box, text }, closed);

/** What a person wrote in place of what was found. */
export const valueEdit = Type.Object(
  {
    previous: Type.Optional(Type.String({ description: 'What was found; absent where nothing was' })),
    by: Type.String({ description: 'Name of the API key' }),
    at: time('When'),
  },
  { ...closed, description: 'Present where a person wrote the value' },
);

export const missingValues = Type.Array(text, {
  description: 'Paths of fields without a value: not found, or emptied by a person',
});

export const check = Type.Object(
  { name: text, passed: Type.Boolean(), message: text, fields: Type.Array(text) },
  closed,
);

export const extracted = {
  values: Type.Array(
    Type.Object(
      {
        path: Type.String({ description: '`total`, `items[2].price`' }),
        text,
        confidence: Type.Number(),
        evidence: Type.Array(valueEvidence),
        edited: Type.Optional(valueEdit),
      },
      closed,
    ),
  ),
  missing: missingValues,
  checks: Type.Array(check),
};

export const tried = Type.Object(extracted, { ...closed, description: 'What the fields find in the file' });
export type TriedFields = Static<typeof tried>;

const extraction = Type.Object(
  {
    templateId: text,
    templateName: text,
    batchId: Type.String({ description: 'Of the extraction, for `/api/v1`' }),
    fileId: Type.String({ description: 'Of the extraction, for `/api/v1`' }),
    state: fileProperties.state,
    ...extracted,
    confirmed: Type.Optional(byPerson('Present where a person said that all values are right')),
  },
  {
    ...closed,
    description: 'What the template found that the type links to, or that the file was uploaded to',
  },
);
export type Extraction = Static<typeof extraction>;

export const fileDetail = Type.Object(
  {
    ...fileProperties,
    ranking: Type.Array(ranked),
    evidence: Type.Array(evidence),
    borrowed: Type.Array(text),
    extraction: Type.Optional(extraction),
    revision: Type.Optional(Type.Integer({ description: 'Of the classification that answered' })),
    version: Type.Optional(Type.Integer({ description: 'Of the classification that answered' })),
    warnings: Type.Array(
      Type.Object({ code: text, message: text, page: Type.Optional(Type.Integer()) }, closed),
    ),
  },
  { ...closed, description: 'A file with the reasons for its answer' },
);
export type FileDetail = Static<typeof fileDetail>;
