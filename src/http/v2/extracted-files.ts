import { Type } from 'typebox';
import { listMissing } from '../../extraction/edit-values.ts';
import { type ExtractedDocument, type ExtractedValue, listValues } from '../../extraction/extracted.ts';
import type { Database } from '../../storage/database.ts';
import { extractedFile } from '../../storage/extractions.ts';
import { findByHand, type ValueEdit } from '../../storage/value-edits.ts';
import * as details from './detail-schemas.ts';
import { missing } from './missing.ts';
import { toTime } from './present.ts';
import { toChecks, toEdited } from './present-extraction.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

export const extractedFileParams = Type.Object({ fileId: schemas.id('Id of a file of an extraction') });

const closed = { additionalProperties: false } as const;
const text = Type.String();

const normalised = Type.Union(
  [
    Type.Object({ type: Type.Literal('date'), iso: text }, closed),
    Type.Object(
      { type: Type.Literal('number'), number: Type.Number(), currency: Type.Optional(text) },
      closed,
    ),
    Type.Object({ type: Type.Literal('duration'), count: Type.Number(), unit: text }, closed),
    Type.Object({ type: Type.Literal('mark'), selected: Type.Boolean() }, closed),
    Type.Object({ type: Type.Literal('currency'), code: text }, closed),
  ],
  { description: 'What the value says, for programs' },
);

const value = Type.Object(
  {
    path: Type.String({ description: '`total`, `items[2].price`' }),
    kind: Type.Union([Type.Literal('text'), Type.Literal('derived'), Type.Literal('edited')], {
      description:
        'Words of the document as they stand, concluded from the words in the evidence, or written by a person',
    }),
    text,
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
    evidence: Type.Array(
      Type.Object(
        {
          page: Type.Integer({ minimum: 1 }),
          box: Type.Array(Type.Number(), {
            minItems: 4,
            maxItems: 4,
            description: 'Left, top, width and height as fractions of the page',
          }),
          text,
        },
        closed,
      ),
    ),
    source: Type.Union([Type.Literal('page'), Type.Literal('embedded'), Type.Literal('person')], {
      description: '`embedded`: read from an invoice in XML inside the file',
    }),
    attachment: Type.Optional(text),
    normalised: Type.Optional(normalised),
    edited: Type.Optional(details.valueEdit),
  },
  closed,
);

export function readExtractedFile(database: Database) {
  return resource({
    name: 'extractedFiles.read',
    tag: 'Files',
    summary: 'Read what was extracted from a file, with evidence',
    description:
      'A file of an extraction: uploaded to it, or linked from a classification. Values that were not found are left out.',
    params: extractedFileParams,
    answer: Type.Object(
      {
        id: text,
        name: text,
        extractionId: text,
        batchId: text,
        state: Type.Union([Type.Literal('waiting'), Type.Literal('processed'), Type.Literal('failed')]),
        error: Type.Optional(text),
        revision: Type.Optional(Type.Integer({ description: 'Of the extraction that answered' })),
        values: Type.Array(value),
        checks: Type.Array(details.check),
        missing: details.missingValues,
        confirmed: Type.Optional(schemas.byPerson('Present where a person said that all values are right')),
      },
      closed,
    ),
    handle: async ({ params: { fileId }, caller: { workspaceId } }) => {
      const file = await extractedFile(database, { workspaceId, fileId });
      if (file === undefined) throw missing('file', fileId);
      const { id, name, state, batchId, templateId, error, revision, extracted = nothing } = file;
      const { edits, confirmed } = await findByHand(database, { workspaceId, fileId });
      const editByPath = new Map(edits.map((edit) => [edit.path, edit]));
      return {
        id,
        name,
        extractionId: templateId,
        batchId,
        state,
        ...(error !== undefined && { error }),
        ...(revision !== undefined && { revision }),
        values: listValues(extracted).map(([path, value]) => toValue(path, value, editByPath.get(path))),
        checks: toChecks(extracted, edits),
        missing: [...listMissing(extracted)],
        ...(confirmed && { confirmed: { by: confirmed.by, at: toTime(confirmed.at) } }),
      };
    },
  });
}

const nothing: ExtractedDocument = { fields: [], checks: [] };

function toValue(path: string, found: ExtractedValue, edit: ValueEdit | undefined) {
  const evidence = found.evidence.map(({ page, box, text }) => ({ page, box: [...box], text }));
  return { path, ...found, evidence, ...toEdited(edit) };
}
