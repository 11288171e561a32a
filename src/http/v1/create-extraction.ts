import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import { createTemplate } from '../../storage/templates.ts';
import { endpoint } from '../endpoint.ts';
import { checkFields, checkOptions, requireLanguage, warningsOf } from './extraction-details.ts';
import * as schemas from './extraction-schemas.ts';
import { milliseconds } from './schemas.ts';

const { extractionId } = schemas.extractionExample;

export function createExtraction(database: Database) {
  return endpoint({
    name: 'createExtraction',
    summary: 'Create an extraction',
    tag: schemas.extractionTag,
    description: 'An extraction is a named set of fields: what is read out of uploaded files.',
    body: Type.Object(
      {
        extractionDetails: Type.Object({
          name: schemas.extractionName,
          description: Type.Optional(schemas.extractionDescription),
          // Required; refused by the handler with the text that clients know.
          language: Type.Optional(schemas.language),
          options: Type.Optional(schemas.options),
          fields: schemas.fields,
        }),
      },
      {
        examples: [
          { extractionDetails: { name: 'Invoices', language: 'English', fields: schemas.exampleFields } },
        ],
      },
    ),
    answer: Type.Object(
      {
        status: Type.Literal('created'),
        createdAt: milliseconds('When it was made'),
        extractionId: schemas.extractionId,
        warnings: Type.Optional(
          Type.Array(Type.String(), { description: 'Options that were asked for and have no effect' }),
        ),
      },
      {
        description: 'Created',
        additionalProperties: false,
        examples: [{ status: 'created', createdAt: 1_740_864_032_435, extractionId }],
      },
    ),
    refusals: { 400: 'Language is required' },
    handle: async ({ extractionDetails: details }, { workspaceId }) => {
      const options = checkOptions(details.options ?? {});
      const { id, createdAt } = await createTemplate(database, {
        workspaceId,
        name: details.name,
        description: details.description,
        language: requireLanguage(details.language),
        options,
        fields: checkFields(details.fields),
      });
      const warnings = warningsOf(options);
      return {
        status: 'created',
        createdAt,
        extractionId: id,
        ...(warnings.length > 0 && { warnings }),
      };
    },
  });
}
