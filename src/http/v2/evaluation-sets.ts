import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import {
  createEvaluationSet as create,
  findEvaluationSet,
  findGuard,
  listEvaluationSets as list,
  deleteEvaluationSet as remove,
  type EvaluationSet as StoredSet,
} from '../../storage/evaluation-sets.ts';
import { deleteLabelledFile, listLabelledFiles } from '../../storage/labelled-files.ts';
import { deleteBlobs } from '../v1/delete-blobs.ts';
import { withoutBodyCheck } from './batches.ts';
import * as evaluation from './evaluation-schemas.ts';
import { toLabelledFile } from './examples.ts';
import { labelledFile } from './learning-schemas.ts';
import { missing, requireClassification } from './missing.ts';
import { toPage, toTime } from './present.ts';
import type { ReceiveParts } from './receive-files.ts';
import { receiveLabelled } from './receive-labelled.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const tag = 'Evaluations';
const params = Type.Object({ setId: schemas.id('Id of an evaluation set') });

export function listEvaluationSets(database: Database) {
  return resource({
    name: 'evaluationSets.list',
    tag,
    summary: 'List the evaluation sets, newest first',
    query: Type.Object({ classificationId: Type.Optional(schemas.id('Only of this classification')) }),
    answer: Type.Object({ items: Type.Array(evaluation.evaluationSet) }),
    handle: async ({ query: { classificationId }, caller: { workspaceId } }) => {
      const sets = await list(database, { workspaceId, classificationId });
      const guards = new Set<string>();
      for (const id of new Set(sets.map((set) => set.classificationId))) {
        const guard = await findGuard(database, { workspaceId, classificationId: id });
        if (guard !== undefined) guards.add(guard.id);
      }
      return { items: sets.map((set) => toSet(set, guards.has(set.id))) };
    },
  });
}

export function createEvaluationSet(database: Database) {
  return resource({
    name: 'evaluationSets.create',
    tag,
    summary: 'Make an evaluation set',
    description:
      'The newest set of a classification guards it: a change of types that answers worse on it is refused with `worse_on_evaluation`, and a version that came by corrections, examples or `/api/v1` gets a `verdict`.',
    status: 201,
    body: Type.Object({
      classificationId: schemas.id('Whose answers it measures'),
      name: Type.String({ minLength: 1, maxLength: 200 }),
      source: evaluation.setSource,
    }),
    answer: evaluation.evaluationSet,
    handle: async ({ body: { classificationId, ...made }, caller: { workspaceId } }) => {
      await requireClassification(database, workspaceId, classificationId);
      const setId = await create(database, { workspaceId, classificationId }, made);
      return show(database, workspaceId, setId);
    },
  });
}

export function readEvaluationSet(database: Database) {
  return resource({
    name: 'evaluationSets.read',
    tag,
    summary: 'Read an evaluation set',
    params,
    answer: evaluation.evaluationSet,
    handle: ({ params: { setId }, caller: { workspaceId } }) => show(database, workspaceId, setId),
  });
}

export function deleteEvaluationSet({ database, blobs, log }: ReceiveParts) {
  return resource({
    name: 'evaluationSets.delete',
    tag,
    summary: 'Delete an evaluation set with its files and evaluations',
    description: 'Of a set of corrections, the files are of their batches and stay.',
    params,
    status: 204,
    handle: async ({ params: { setId }, caller: { workspaceId } }) => {
      const deleted = await remove(database, { workspaceId, setId });
      if (deleted === undefined) throw missing('evaluation set', setId);
      await deleteBlobs(blobs, deleted.blobKeys, log);
      return undefined;
    },
  });
}

export function addEvaluationSetFiles(parts: ReceiveParts) {
  const { database } = parts;
  return withoutBodyCheck(
    resource({
      name: 'evaluationSets.addFiles',
      tag,
      summary: 'Add files of one type to an evaluation set',
      description:
        'As `multipart/form-data`: the part `documentType` (a type of the classification, or `other`), then each file in a part `files`. They are read, and never learned from.',
      status: 201,
      params,
      answer: Type.Object({ fileIds: Type.Array(Type.String()) }),
      handle: async ({ params: { setId }, request, caller: { workspaceId, name: by } }) => {
        const { classificationId, source } = await requireSet(database, workspaceId, setId);
        if (source !== 'upload') throw missing('evaluation set of uploaded files', setId);
        const owner = { workspaceId, classificationId, setId, by };
        return { fileIds: await receiveLabelled(parts, request, owner) };
      },
    }),
  );
}

export function listEvaluationSetFiles(database: Database) {
  return resource({
    name: 'evaluationSets.files',
    tag,
    summary: 'List the uploaded files of an evaluation set, newest first',
    params,
    query: Type.Object({
      ...schemas.pageQuery,
      documentType: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    answer: schemas.pageOf(labelledFile),
    handle: async ({ params: { setId }, query, caller: { workspaceId } }) => {
      const { classificationId } = await requireSet(database, workspaceId, setId);
      const owner = { workspaceId, classificationId, setId };
      return toPage(await listLabelledFiles(database, owner, { limit: 50, ...query }), toLabelledFile);
    },
  });
}

export function deleteEvaluationSetFile({ database, blobs, log }: ReceiveParts) {
  return resource({
    name: 'evaluationSets.deleteFile',
    tag,
    summary: 'Delete an uploaded file of an evaluation set',
    params: Type.Object({ ...params.properties, fileId: schemas.id('Id of a file') }),
    status: 204,
    handle: async ({ params: { setId, fileId }, caller: { workspaceId } }) => {
      const { classificationId } = await requireSet(database, workspaceId, setId);
      const deleted = await deleteLabelledFile(database, { workspaceId, classificationId, setId }, fileId);
      if (deleted === undefined) throw missing('file of the evaluation set', fileId);
      await deleteBlobs(blobs, deleted.blobKeys, log);
      return undefined;
    },
  });
}

export async function requireSet(database: Database, workspaceId: string, setId: string): Promise<StoredSet> {
  const set = await findEvaluationSet(database, { workspaceId, setId });
  if (set === undefined) throw missing('evaluation set', setId);
  return set;
}

async function show(database: Database, workspaceId: string, setId: string) {
  const set = await requireSet(database, workspaceId, setId);
  const guard = await findGuard(database, { workspaceId, classificationId: set.classificationId });
  return toSet(set, guard?.id === setId);
}

function toSet({ createdAt, ...set }: StoredSet, guards: boolean): evaluation.EvaluationSet {
  return { ...set, guards, createdAt: toTime(createdAt) };
}
