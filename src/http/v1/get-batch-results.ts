import { type Static, Type } from 'typebox';
import { batchProgress } from '../../storage/batches.ts';
import type { Database } from '../../storage/database.ts';
import {
  extractionOfFile,
  extractionPagesOfBatch,
  type FileWithExtraction,
} from '../../storage/extractions.ts';
import { endpoint } from '../endpoint.ts';
import { type FileUrls, mintFileUrl } from '../file-url.ts';
import { answerBatch } from './answer-batch.ts';
import * as schemas from './extraction-schemas.ts';
import { fileMissing, requireExtractionBatch } from './missing.ts';

const shownFile = Type.Object(
  {
    fileId: schemas.fileId,
    fileName: Type.String(),
    status: Type.Union([Type.Literal('processed'), Type.Literal('failed')]),
    result: Type.Optional(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description:
            'Of processed files: a value for each field, by its key. All values are texts; one that was not found is "", a list without entries []',
        },
      ),
    ),
    error: Type.Optional(Type.String({ description: 'Of failed files: why' })),
    url: Type.String({ format: 'uri', description: 'Opens the original without a header, for some days' }),
  },
  { additionalProperties: false },
);

const ids = { extractionId: schemas.extractionId, batchId: schemas.batchId };

const finished = Type.Object(
  {
    status: Type.Optional(
      Type.Literal('processed', { description: 'Only with BATCH_RESULTS_STATUS=processed' }),
    ),
    ...ids,
    fileId: Type.Optional(schemas.fileId),
    files: Type.Array(shownFile),
  },
  {
    additionalProperties: false,
    description: 'Every asked file is processed or failed; there is no `status` then',
  },
);

const waiting = Type.Object(
  { status: Type.Literal('waiting'), ...ids },
  { additionalProperties: false, description: 'A file is still worked on; ask again' },
);

const { extractionId, batchId, fileId } = schemas.extractionExample;

const finishedExample = {
  extractionId,
  batchId,
  files: [
    {
      fileId,
      fileName: 'scan-0042.pdf',
      status: 'processed',
      result: {
        invoice_number: 'INV-0042',
        total: '120.50',
        items: [{ description: 'Paper A4', amount: '120.50' }],
      },
      url: `https://mailroom.example/files/${fileId}/scan-0042.pdf?workspace=default&expires=1741468832435&signature=Zk1nJ8o2`,
    },
  ],
};

/** `batchResultsStatus`: what `status` a finished answer has; none where undefined, as at the vendor. */
export function getBatchResults(
  database: Database,
  fileUrls: FileUrls,
  { batchResultsStatus }: { readonly batchResultsStatus: 'processed' | undefined },
) {
  const status = batchResultsStatus && { status: batchResultsStatus };
  const show = (
    workspaceId: string,
    origin: string,
    { id, name, state, result, error }: FileWithExtraction,
  ): Static<typeof shownFile> => ({
    fileId: id,
    fileName: name,
    status: state === 'failed' ? 'failed' : 'processed',
    ...(result && { result }),
    ...(error && { error: error.message }),
    url: mintFileUrl(fileUrls, origin, { workspaceId, fileId: id, name }),
  });
  return endpoint({
    name: 'getBatchResults',
    summary: 'Get what was extracted from a batch, or from one file',
    tag: schemas.extractionTag,
    description:
      'While a file of the batch (or the one file) is worked on, the answer is `waiting`, without `files`.',
    body: Type.Object(
      { ...ids, fileId: Type.Optional(schemas.fileId) },
      { examples: [{ extractionId, batchId }] },
    ),
    answer: Type.Union([finished, waiting], {
      description: 'The values, or that they are not there yet',
      examples: [finishedExample, { status: 'waiting', extractionId, batchId }],
    }),
    refusals: { 400: 'Batch does not exist' },
    handle: async ({ extractionId, batchId, fileId }, { workspaceId, origin }) => {
      await requireExtractionBatch(database, { workspaceId, extractionId, batchId });
      const ids = { extractionId, batchId };
      if (fileId) {
        const file = await extractionOfFile(database, { workspaceId, batchId, fileId });
        if (file === undefined) throw fileMissing();
        if (file.state === 'waiting') return { status: 'waiting' as const, ...ids };
        return { ...status, ...ids, fileId, files: [show(workspaceId, origin, file)] };
      }
      const { unfinished } = await batchProgress(database, { workspaceId, batchId });
      if (unfinished > 0) return { status: 'waiting' as const, ...ids };
      const answer = await answerBatch({
        head: { ...status, ...ids },
        pages: extractionPagesOfBatch(database, { workspaceId, batchId }),
        show: (file) => show(workspaceId, origin, file),
      });
      return answer ?? { status: 'waiting' as const, ...ids };
    },
  });
}
