import { Type } from 'typebox';
import { findClassification } from '../../storage/classifications.ts';
import type { Database } from '../../storage/database.ts';
import { endpoint } from '../endpoint.ts';
import { classificationMissing } from './missing.ts';
import * as schemas from './schemas.ts';

export function viewClassification(database: Database) {
  return endpoint({
    name: 'viewClassification',
    summary: 'Show a classification',
    body: Type.Object(
      { classificationId: schemas.classificationId },
      { examples: [{ classificationId: schemas.exampleIds.classificationId }] },
    ),
    answer: Type.Object(
      {
        status: Type.Literal('success'),
        classificationId: schemas.classificationId,
        classificationDetails: Type.Object(
          {
            createdAt: schemas.milliseconds('When it was made'),
            name: Type.String(),
            description: Type.Optional(Type.String()),
            documentTypes: schemas.shownDocumentTypes,
          },
          { additionalProperties: false },
        ),
      },
      {
        description:
          'The classification; `description` and `extractionId` are absent where they were not given',
        additionalProperties: false,
        examples: [
          {
            status: 'success',
            classificationId: schemas.exampleIds.classificationId,
            classificationDetails: {
              createdAt: 1_740_864_032_435,
              name: 'Accounting inbox',
              documentTypes: schemas.exampleTypes,
            },
          },
        ],
      },
    ),
    refusals: { 400: 'Classification does not exist' },
    handle: async ({ classificationId }, { workspaceId }) => {
      const found = await findClassification(database, workspaceId, classificationId);
      if (found === undefined) throw classificationMissing();
      return {
        status: 'success',
        classificationId: found.id,
        classificationDetails: {
          createdAt: found.createdAt,
          name: found.name,
          ...(found.description !== undefined && { description: found.description }),
          documentTypes: found.documentTypes,
        },
      };
    },
  });
}
