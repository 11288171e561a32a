import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import { updateTemplate } from '../../storage/templates.ts';
import { endpoint } from '../endpoint.ts';
import { checkFields, checkOptions, requireLanguage, warningsOf } from './extraction-details.ts';
import * as schemas from './extraction-schemas.ts';
import { extractionMissing } from './missing.ts';
import { milliseconds } from './schemas.ts';

const { extractionId } = schemas.extractionExample;

export function updateExtraction(database: Database) {
  return endpoint({
    name: 'updateExtraction',
    summary: 'Change an extraction',
    tag: schemas.extractionTag,
    description:
      'Only the given keys change; `options` and `fields` are each replaced as a whole. Files that are already answered keep their answers.',
    body: Type.Object(
      {
        extractionId: schemas.extractionId,
        extractionDetails: Type.Object({
          name: Type.Optional(schemas.extractionName),
          description: Type.Optional(schemas.extractionDescription),
          language: Type.Optional(schemas.language),
          options: Type.Optional(schemas.options),
          fields: Type.Optional(schemas.fields),
        }),
      },
      { examples: [{ extractionId, extractionDetails: { name: 'Invoices 2024' } }] },
    ),
    answer: Type.Object(
      {
        status: Type.Literal('updated'),
        updatedAt: milliseconds('When it was changed'),
        extractionId: schemas.extractionId,
        warnings: Type.Optional(
          Type.Array(Type.String(), { description: 'Options that were asked for and have no effect' }),
        ),
      },
      {
        description: 'Updated',
        additionalProperties: false,
        examples: [{ status: 'updated', updatedAt: 1_740_864_032_435, extractionId }],
      },
    ),
    refusals: { 400: 'Extraction does not exist' },
    handle: async ({ extractionId, extractionDetails: details }, { workspaceId }) => {
      const updated = await updateTemplate(database, workspaceId, extractionId, {
        name: details.name,
        description: details.description,
        language: details.language === undefined ? undefined : requireLanguage(details.language),
        options: details.options && checkOptions(details.options),
        fields: details.fields === undefined ? undefined : checkFields(details.fields),
      });
      if (updated === undefined) throw extractionMissing();
      const warnings = warningsOf(details.options ?? {});
      return {
        status: 'updated',
        updatedAt: updated.updatedAt,
        extractionId,
        ...(warnings.length > 0 && { warnings }),
      };
    },
  });
}
