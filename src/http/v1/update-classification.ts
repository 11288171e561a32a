import { Type } from 'typebox';
import { parseDocumentTypes } from '../../classification/parse-document-types.ts';
import * as classifications from '../../storage/classifications.ts';
import { checkExtractionIds, type LinkCheck } from '../check-extraction-ids.ts';
import { endpoint } from '../endpoint.ts';
import { classificationMissing } from './missing.ts';
import * as schemas from './schemas.ts';

export function updateClassification(check: LinkCheck) {
  return endpoint({
    name: 'updateClassification',
    summary: 'Change a classification',
    description:
      'Only the given keys change; documentTypes is replaced as a whole. Files that are already answered keep their answers.',
    body: Type.Object(
      {
        classificationId: schemas.classificationId,
        classificationDetails: Type.Object({
          name: Type.Optional(schemas.classificationName),
          description: Type.Optional(schemas.classificationDescription),
          documentTypes: Type.Optional(schemas.documentTypes),
        }),
      },
      {
        examples: [
          {
            classificationId: schemas.exampleIds.classificationId,
            classificationDetails: { documentTypes: schemas.exampleTypes },
          },
        ],
      },
    ),
    answer: Type.Object(
      {
        status: Type.Literal('updated'),
        updatedAt: schemas.milliseconds('When it was changed'),
        classificationId: schemas.classificationId,
      },
      {
        description: 'Updated',
        additionalProperties: false,
        examples: [
          {
            status: 'updated',
            updatedAt: 1_740_864_032_435,
            classificationId: schemas.exampleIds.classificationId,
          },
        ],
      },
    ),
    refusals: { 400: 'Classification does not exist' },
    handle: async ({ classificationId, classificationDetails: details }, { workspaceId }) => {
      const documentTypes =
        details.documentTypes &&
        parseDocumentTypes(details.documentTypes, 'classificationDetails.documentTypes');
      const { database } = check;
      if (documentTypes !== undefined) {
        const before = await classifications.findClassification(database, workspaceId, classificationId);
        if (before === undefined) throw classificationMissing();
        await checkExtractionIds(check, workspaceId, documentTypes, before.documentTypes);
      }
      const { name, description } = details;
      const change = { name, description, documentTypes };
      const updated = await classifications.updateClassification(
        database,
        workspaceId,
        classificationId,
        change,
      );
      if (updated === undefined) throw classificationMissing();
      return { status: 'updated', updatedAt: updated.updatedAt, classificationId };
    },
  });
}
