import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyRequest, RouteShorthandOptionsWithHandler } from 'fastify';
import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import { findBatchSummary, listBatches as list } from '../../storage/batch-list.ts';
import {
  batchProgress,
  createBatch as insertBatch,
  deleteBatch as removeBatch,
} from '../../storage/batches.ts';
import type { Database } from '../../storage/database.ts';
import { cancelBatch as cancel } from '../../storage/work-again.ts';
import { deleteBlobs } from '../v1/delete-blobs.ts';
import { missing, requireBatch, requireOwner } from './missing.ts';
import { toBatch, toPage } from './present.ts';
import { ownerRequired, type ReceiveParts, receiveFiles } from './receive-files.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Batches';
export const batchParams = Type.Object({ batchId: schemas.id('Id of a batch') });

/** Longest that an answer is held back for `Prefer: wait`: proxies give up after 60 s. */
const waitSecondsMax = 50;
const waitStepMs = 100;

export function listBatches(database: Database) {
  return resource({
    name: 'batches.list',
    tag,
    summary: 'List the batches, newest first',
    description:
      'Batches that a link to a template made are left out: what was extracted stands with the classified files.',
    query: Type.Object({
      ...schemas.pageQuery,
      ...schemas.ownerQuery,
    }),
    answer: schemas.pageOf(schemas.batch),
    handle: async ({ query: { limit = 50, cursor, ...owners }, caller: { workspaceId } }) =>
      toPage(await list(database, { workspaceId, ownerIds: ownerIdsOf(owners), limit, cursor }), toBatch),
  });
}

/** JSON makes an empty batch, a form one with its files. */
export function createBatch(parts: ReceiveParts): RouteShorthandOptionsWithHandler {
  const { database } = parts;
  return withoutBodyCheck(
    resource({
      name: 'batches.create',
      tag,
      summary: 'Make a batch, with files or without',
      description:
        'As `multipart/form-data`: the part `classificationId` or `templateId`, then each file in a part `files`; a file over a limit refuses the whole upload. As JSON: only the id; files are added later. With the header `Prefer: wait=30` the answer waits up to so many seconds for the files to be finished.',
      status: 201,
      body: Type.Object({
        classificationId: Type.Optional(schemas.id('What its files are told apart by')),
        templateId: Type.Optional(schemas.id('What is extracted from its files; one of the two')),
      }),
      answer: schemas.batch,
      handle: async ({ body, request, caller: { workspaceId } }) => {
        if (request.body instanceof Readable) {
          const { batchId } = await receiveFiles(parts, request);
          await waitForFiles(database, request, { workspaceId, batchId });
          return toBatch(await requireBatch(database, workspaceId, batchId));
        }
        // Not checked by the schema: see withoutBodyCheck.
        const owner = await requireOwner(database, workspaceId, {
          classificationId: asText(body.classificationId),
          templateId: asText(body.templateId),
        });
        if (owner === undefined) throw new Failure('invalid_request', ownerRequired);
        const batch = await insertBatch(database, { workspaceId, owner });
        return toBatch(await requireBatch(database, workspaceId, batch.id));
      },
    }),
  );
}

export function addFiles(parts: ReceiveParts): RouteShorthandOptionsWithHandler {
  return withoutBodyCheck(
    resource({
      name: 'batches.addFiles',
      tag,
      summary: 'Add files to a batch',
      description: 'As `multipart/form-data`, each file in a part `files`. All of them or none.',
      status: 201,
      params: batchParams,
      answer: Type.Object({ batchId: Type.String(), fileIds: Type.Array(Type.String()) }),
      handle: ({ params: { batchId }, request }) => receiveFiles(parts, request, { batchId }),
    }),
  );
}

export function readBatch(database: Database) {
  return resource({
    name: 'batches.read',
    tag,
    summary: 'Read a batch with its counts',
    params: batchParams,
    answer: schemas.batch,
    handle: async ({ params: { batchId }, caller: { workspaceId } }) =>
      toBatch(await requireBatch(database, workspaceId, batchId)),
  });
}

export function cancelBatch(database: Database) {
  return resource({
    name: 'batches.cancel',
    tag,
    summary: 'Stop a batch',
    description: 'Files that wait end as `failed` with the code `cancelled`; they can be retried.',
    params: batchParams,
    answer: Type.Object({ cancelled: Type.Integer() }),
    handle: async ({ params: { batchId }, caller: { workspaceId } }) => {
      await requireBatch(database, workspaceId, batchId);
      return { cancelled: await cancel(database, { workspaceId, batchId }) };
    },
  });
}

export function deleteBatch({ database, blobs, log }: ReceiveParts) {
  return resource({
    name: 'batches.delete',
    tag,
    summary: 'Delete a batch with its files and results',
    params: batchParams,
    status: 204,
    handle: async ({ params: { batchId }, caller: { workspaceId } }) => {
      if ((await findBatchSummary(database, { workspaceId, batchId })) === undefined) {
        throw missing('batch', batchId);
      }
      const { blobKeys } = await removeBatch(database, { workspaceId, batchId });
      await deleteBlobs(blobs, blobKeys, log);
      return undefined;
    },
  });
}

/** What is no text is the id of nothing. */
const asText = (id: unknown) => (id === undefined || typeof id === 'string' ? id : '');

/** What `ownerQuery` narrows a list to. */
export function ownerIdsOf({
  classificationId,
  templateId,
}: {
  classificationId?: string;
  templateId?: string;
}) {
  const ids = [classificationId, templateId].filter((id) => id !== undefined);
  return ids.length === 0 ? undefined : ids;
}

/** A form's body is a stream, which receiveFiles checks as it comes. */
export function withoutBodyCheck(route: RouteShorthandOptionsWithHandler): RouteShorthandOptionsWithHandler {
  return { ...route, validatorCompiler: () => () => true };
}

/** `Prefer: wait=30` (RFC 7240). */
async function waitForFiles(
  database: Database,
  request: FastifyRequest,
  key: { workspaceId: string; batchId: string },
): Promise<void> {
  const wanted = /(?:^|[,\s])wait=(\d{1,4})/.exec(String(request.headers.prefer ?? ''))?.[1];
  const deadline = performance.now() + Math.min(Number(wanted ?? 0), waitSecondsMax) * 1000;
  while (performance.now() < deadline && !request.raw.socket.destroyed) {
    const { unfinished } = await batchProgress(database, key);
    if (unfinished === 0) return;
    await delay(waitStepMs);
  }
}
