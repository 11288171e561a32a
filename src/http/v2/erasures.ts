import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { recordChange } from '../../storage/audit.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import type { Database } from '../../storage/database.ts';
import { eraseFiles } from '../../storage/erase-files.ts';
import { missing } from './missing.ts';
import { toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const count = Type.Integer();

const receipt = Type.Object(
  {
    fileIds: Type.Array(Type.String(), { description: 'Files that are erased, linked ones among them' }),
    sha256: Type.Array(Type.String(), { description: 'Of their contents' }),
    counts: Type.Object(
      {
        results: count,
        extractions: count,
        corrections: count,
        valuesByHand: count,
        lessons: count,
        labels: count,
        evaluationAnswers: count,
      },
      { additionalProperties: false, description: 'Rows that went with them' },
    ),
    blobs: Type.Object(
      {
        deleted: Type.Integer({
          description: 'Originals and readings that the store no longer has: it was asked',
        }),
        pending: Type.Array(Type.String(), {
          description: 'Keys of those that it would not delete now; swept within a day or two',
        }),
      },
      { additionalProperties: false },
    ),
    at: schemas.time('When'),
    by: Type.Object({ id: Type.String(), name: Type.String() }, { description: 'The API key' }),
  },
  { additionalProperties: false, description: 'What was erased' },
);

export function createErasure(database: Database, blobs: BlobStore, log: Log) {
  return resource({
    name: 'erasures.create',
    tag: 'Operations',
    summary: 'Erase files with all that was made of them and learned from them',
    description:
      'Give `fileId`, or `sha256` for all files of the workspace with that content. The answer is a receipt, which the audit log keeps as `erasures.receipt`.',
    body: Type.Object({
      fileId: Type.Optional(schemas.id('Of either API')),
      sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    }),
    answer: receipt,
    handle: async ({ body: { fileId, sha256 }, caller: { workspaceId, id, name }, request }) => {
      if ((fileId === undefined) === (sha256 === undefined)) {
        throw new Failure('invalid_request', 'Give either fileId or sha256');
      }
      const subject = fileId !== undefined ? { fileId } : { sha256: sha256! };
      const erased = await eraseFiles(database, workspaceId, subject);
      if (erased === undefined) throw missing('file', fileId ?? `with the content ${sha256}`);
      const { deleted, counts, blobKeys } = erased;
      const pending = await deleteVerified(blobs, blobKeys, log);
      const summary = {
        fileIds: deleted,
        sha256: erased.sha256,
        counts,
        blobs: { deleted: blobKeys.length - pending.length, pending },
      };
      await recordChange(database, {
        workspaceId,
        actor: { kind: 'key', id, name },
        action: 'erasures.receipt',
        resourceKind: 'file',
        resourceId: deleted[0]!,
        summary: JSON.stringify(summary),
        requestId: String(request.id),
      });
      return { ...summary, at: toTime(Date.now()), by: { id, name } };
    },
  });
}

/** Returns the keys of those that are still there, or may be. */
async function deleteVerified(blobs: BlobStore, keys: readonly string[], log: Log): Promise<string[]> {
  const pending: string[] = [];
  for (const key of keys) {
    const isGone = await blobs
      .delete(key)
      .then(() => blobs.get(key))
      .then(
        (stream) => {
          stream.destroy();
          return false;
        },
        (err: unknown) => {
          if (err instanceof Failure && err.code === 'not_found') return true;
          log.warn({ err }, 'blob not deleted');
          return false;
        },
      );
    if (!isGone) pending.push(key);
  }
  return pending;
}
