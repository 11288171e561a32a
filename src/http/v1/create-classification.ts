import { Type } from 'typebox';
import { parseDocumentTypes } from '../../classification/parse-document-types.ts';
import * as classifications from '../../storage/classifications.ts';
import { checkExtractionIds, type LinkCheck } from '../check-extraction-ids.ts';
import { endpoint } from '../endpoint.ts';
import * as schemas from './schemas.ts';

export function createClassification(check: LinkCheck) {
  return endpoint({
    name: 'createClassification',
    summary: 'Create a classification',
    description: 'A classification is a named set of document types: what uploaded files are told apart by.',
    body: Type.Object(
      {
        classificationDetails: Type.Object({
          name: schemas.classificationName,
          description: Type.Optional(schemas.classificationDescription),
          documentTypes: schemas.documentTypes,
        }),
      },
      {
        examples: [
          { classificationDetails: { name: 'Accounting inbox', documentTypes: schemas.exampleTypes } },
        ],
      },
    ),
    answer: Type.Object(
      {
        status: Type.Literal('created'),
        createdAt: schemas.milliseconds('When it was made'),
        classificationId: schemas.classificationId,
      },
      {
        description: 'Created',
        additionalProperties: false,
        examples: [
          {
            status: 'created',
            createdAt: 1_740_864_032_435,
            classificationId: schemas.exampleIds.classificationId,
          },
        ],
      },
    ),
    refusals: { 400: 'classificationDetails.name is required' },
    handle: async ({ classificationDetails: details }, { workspaceId }) => {
      const documentTypes = parseDocumentTypes(details.documentTypes, 'classificationDetails.documentTypes');
      await checkExtractionIds(check, workspaceId, documentTypes);
      const { id, createdAt } = await classifications.createClassification(check.database, {
        workspaceId,
        name: details.name,
        description: details.description,
        documentTypes,
      });
      return { status: 'created', createdAt, classificationId: id };
    },
  });
}
