import { type Static, Type } from 'typebox';
import { batchProgress } from '../../storage/batches.ts';
import type { Database } from '../../storage/database.ts';
import { type FileWithResult, resultOfFile, resultPagesOfBatch } from '../../storage/results.ts';
import { endpoint } from '../endpoint.ts';
import { type FileUrls, mintFileUrl } from '../file-url.ts';
import { answerBatch } from './answer-batch.ts';
import { extractionId } from './extraction-schemas.ts';
import { fileMissing, requireBatch } from './missing.ts';
import * as schemas from './schemas.ts';

const shownFile = Type.Object(
  {
    fileId: schemas.fileId,
    fileName: Type.String(),
    status: Type.Union([Type.Literal('processed'), Type.Literal('failed')]),
    result: Type.Optional(
      Type.Object(
        {
          confidence: Type.Number({
            minimum: 0,
            maximum: 1,
            description: 'Probability that the type is right',
          }),
          documentType: Type.String({ description: 'One of your types, or `other`' }),
        },
        { additionalProperties: false, description: 'Of processed files' },
      ),
    ),
    error: Type.Optional(Type.String({ description: 'Of failed files: why' })),
    extraction: Type.Optional(
      Type.Object(
        { extractionId, batchId: schemas.batchId, fileId: schemas.fileId },
        {
          additionalProperties: false,
          description: 'Where the type has an extractionId: ask getBatchResults with these',
        },
      ),
    ),
    url: Type.String({ format: 'uri', description: 'Opens the original without a header, for some days' }),
  },
  { additionalProperties: false },
);

const finished = Type.Object(
  {
    status: Type.Literal('success'),
    classificationId: schemas.classificationId,
    batchId: schemas.batchId,
    fileId: Type.Optional(schemas.fileId),
    files: Type.Array(shownFile),
  },
  { additionalProperties: false, description: 'Every asked file is processed or failed' },
);

const waiting = Type.Object(
  {
    status: Type.Literal('waiting'),
    classificationId: schemas.classificationId,
    batchId: schemas.batchId,
  },
  { additionalProperties: false, description: 'A file is still worked on; ask again' },
);

const { classificationId, batchId, fileId } = schemas.exampleIds;

const finishedExample = {
  status: 'success',
  classificationId,
  batchId,
  files: [
    {
      fileId,
      fileName: 'scan-0042.pdf',
      status: 'processed',
      result: { confidence: 0.97, documentType: 'Invoice' },
      url: `https://mailroom.example/files/${fileId}/scan-0042.pdf?workspace=default&expires=1741468832435&signature=Zk1nJ8o2`,
    },
  ],
};

export function getResults(
  database: Database,
  fileUrls: FileUrls,
  { lowerCaseTypes }: { readonly lowerCaseTypes: boolean },
) {
  const show = (workspaceId: string, origin: string, file: FileWithResult): Static<typeof shownFile> => ({
    fileId: file.id,
    fileName: file.name,
    status: file.state === 'failed' ? 'failed' : 'processed',
    ...(file.result && { result: showResult(file.result, lowerCaseTypes) }),
    ...(file.error && { error: file.error.message }),
    ...(file.extraction && { extraction: file.extraction }),
    url: mintFileUrl(fileUrls, origin, { workspaceId, fileId: file.id, name: file.name }),
  });
  return endpoint({
    name: 'getResults',
    summary: 'Get the results of a batch, or of one file',
    description:
      'While a file of the batch (or the one file) is worked on, the answer is `waiting`, without `files`.',
    body: Type.Object(
      {
        classificationId: schemas.classificationId,
        batchId: schemas.batchId,
        fileId: Type.Optional(schemas.fileId),
      },
      { examples: [{ classificationId, batchId }] },
    ),
    answer: Type.Union([finished, waiting], {
      description: 'The results, or that they are not there yet',
      examples: [finishedExample, { status: 'waiting', classificationId, batchId }],
    }),
    refusals: { 400: 'Batch does not exist' },
    handle: async ({ classificationId, batchId, fileId }, { workspaceId, origin }) => {
      await requireBatch(database, { workspaceId, classificationId, batchId });
      const ids = { classificationId, batchId };
      if (fileId) {
        const file = await resultOfFile(database, { workspaceId, batchId, fileId });
        if (file === undefined) throw fileMissing();
        if (file.state === 'waiting') return { status: 'waiting', ...ids };
        return { status: 'success', ...ids, fileId, files: [show(workspaceId, origin, file)] };
      }
      const { unfinished } = await batchProgress(database, { workspaceId, batchId });
      if (unfinished > 0) return { status: 'waiting', ...ids };
      const answer = await answerBatch({
        head: { status: 'success' as const, ...ids },
        pages: resultPagesOfBatch(database, { workspaceId, batchId }),
        show: (file) => show(workspaceId, origin, file),
      });
      return answer ?? { status: 'waiting', ...ids };
    },
  });
}

function showResult(
  { documentType, confidence }: { readonly documentType: string; readonly confidence: number },
  lowerCaseTypes: boolean,
) {
  return {
    // Four digits: calibration knows no more.
    confidence: Math.round(confidence * 10_000) / 10_000,
    documentType: lowerCaseTypes ? documentType.toLowerCase() : documentType,
  };
}
