/** Files of one type, as multipart: into the examples of a classification, or into an evaluation set. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { other } from '../../classification/document-type.ts';
import { Failure } from '../../errors.ts';
import { addLabelledFiles, type LabelledOwner } from '../../storage/labelled-files.ts';
import { withPageCounts } from '../page-counts.ts';
import { receiveUpload } from '../upload.ts';
import { requireClassification } from './missing.ts';
import type { ReceiveParts } from './receive-files.ts';

/** Returns the ids in the order of the files. */
export async function receiveLabelled(
  { database, blobs, log, limits, countPages, uploadGate, onUpload }: ReceiveParts,
  request: FastifyRequest,
  { by, ...owner }: LabelledOwner & { readonly by: string },
): Promise<string[]> {
  if (!(request.body instanceof Readable)) {
    throw new Failure(
      'invalid_request',
      'Send a form: the part "documentType", then each file in a part named "files"',
    );
  }
  const typeOf = async (fields: ReadonlyMap<string, string>) => {
    const documentType = fields.get('documentType');
    if (!documentType) {
      throw new Failure('invalid_request', 'documentType is required; send it before the files');
    }
    const { name, documentTypes } = await requireClassification(
      database,
      owner.workspaceId,
      owner.classificationId,
    );
    if (documentType !== other && !documentTypes.some((type) => type.name === documentType)) {
      throw new Failure('invalid_request', `"${name}" has no type "${documentType}"; add it there first`);
    }
    return documentType;
  };
  using place = uploadGate.enter(owner.workspaceId);
  const upload = { body: request.body, contentType: request.headers['content-type'] ?? '' };
  await using staging = await receiveUpload(upload, { blobs, limits, log }, async (fields) => {
    await place.admit();
    await typeOf(fields);
  });
  if (staging.files.length === 0) {
    throw new Failure('invalid_request', 'There is no file in it: send each in a part named "files"');
  }
  const documentType = await typeOf(staging.fields);
  const files = await withPageCounts(staging.files, blobs, countPages);
  const fileIds = await addLabelledFiles(database, owner, { files, documentType, by });
  staging.keep();
  onUpload();
  return fileIds;
}
