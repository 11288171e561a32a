import { acceptFiles, type UploadParts } from './accept-files.ts';
import * as extraction from './extraction-schemas.ts';
import * as schemas from './schemas.ts';

/** To be classified. */
export function uploadFiles(parts: UploadParts) {
  return acceptFiles(parts, {
    name: 'uploadFiles',
    summary: 'Upload files to be classified',
    ownerKind: 'classification',
    idKey: 'classificationId',
    idSchema: schemas.classificationId,
    exampleId: schemas.exampleIds.classificationId,
  });
}

/** To have a template's fields read out of them. */
export function uploadExtractionFiles(parts: UploadParts) {
  return acceptFiles(parts, {
    name: 'uploadExtractionFiles',
    summary: 'Upload files to be extracted',
    tag: extraction.extractionTag,
    ownerKind: 'template',
    idKey: 'extractionId',
    idSchema: extraction.extractionId,
    exampleId: extraction.extractionExample.extractionId,
  });
}
