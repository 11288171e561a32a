import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import { listTemplateBatches, type TemplateBatch } from '../../storage/template-batches.ts';
import { findTemplate } from '../../storage/templates.ts';
import { endpoint } from '../endpoint.ts';
import * as schemas from './extraction-schemas.ts';
import { extractionMissing } from './missing.ts';

const { extractionId, batchId } = schemas.extractionExample;

const batch = Type.Object(
  {
    filesNo: Type.Integer({ minimum: 0 }),
    origin: Type.Literal('api'),
    startTime: Type.String({ format: 'date-time' }),
    status: Type.Union([Type.Literal('waiting'), Type.Literal('finished')]),
  },
  { additionalProperties: false },
);

export function viewExtraction(database: Database) {
  return endpoint({
    name: 'viewExtraction',
    summary: 'Show an extraction and its batches',
    tag: schemas.extractionTag,
    description: 'The newest 1,000 batches, by their ids, as they stand at this moment.',
    body: Type.Object({ extractionId: schemas.extractionId }, { examples: [{ extractionId }] }),
    answer: Type.Object(
      {
        extractionId: schemas.extractionId,
        extractionDetails: Type.Object(
          {
            name: Type.String(),
            description: Type.Optional(Type.String()),
            language: Type.String(),
            options: Type.Object({}, { additionalProperties: true, description: 'As they were given' }),
            fields: Type.Array(Type.Unknown(), { description: 'As they were given' }),
            status: Type.Union([Type.Literal('has batches'), Type.Literal('no batches')]),
            batches: Type.Record(Type.String(), batch),
          },
          { additionalProperties: false },
        ),
      },
      {
        description: 'The extraction; `description` is absent where none was given',
        additionalProperties: false,
        examples: [
          {
            extractionId,
            extractionDetails: {
              name: 'Invoices',
              language: 'English',
              options: {},
              fields: schemas.exampleFields,
              status: 'has batches',
              batches: {
                [batchId]: {
                  filesNo: 1,
                  origin: 'api',
                  startTime: '2025-03-01T20:13:52.435Z',
                  status: 'finished',
                },
              },
            },
          },
        ],
      },
    ),
    refusals: { 400: 'Extraction does not exist' },
    handle: async ({ extractionId }, { workspaceId }) => {
      const found = await findTemplate(database, workspaceId, extractionId);
      if (found === undefined) throw extractionMissing();
      const batches = await listTemplateBatches(database, { workspaceId, templateId: found.id });
      return {
        extractionId: found.id,
        extractionDetails: {
          name: found.name,
          ...(found.description !== undefined && { description: found.description }),
          language: found.language,
          options: found.options,
          fields: found.fields,
          status: batches.length > 0 ? 'has batches' : 'no batches',
          batches: Object.fromEntries(batches.map((batch) => [batch.id, showBatch(batch)])),
        },
      };
    },
  });
}

function showBatch({ files, unfinished, createdAt }: TemplateBatch) {
  return {
    filesNo: files,
    origin: 'api',
    startTime: new Date(createdAt).toISOString(),
    status: unfinished > 0 ? 'waiting' : 'finished',
  } as const;
}
