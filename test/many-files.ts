import { chunked } from '../src/storage/chunked.ts';
import { openDatabase } from '../src/storage/database.ts';
import type { FileRow } from '../src/storage/file-rows.ts';
import { createBatchId, createId } from '../src/storage/ids.ts';
import { defaultWorkspaceId as workspace } from '../src/storage/workspaces.ts';

/** A batch of so many finished files that nothing had to read: `note 0.txt` and so on. Returns its id. */
export async function storeManyFiles(
  location: string,
  classificationId: string,
  count: number,
): Promise<string> {
  await using database = await openDatabase(location);
  const id = createBatchId();
  const now = Date.now();
  const owner = { owner_kind: 'classification', owner_id: classificationId } as const;
  await database
    .insertInto('batches')
    .values({ id, workspace_id: workspace, ...owner, created_at: now })
    .execute();
  const files = Array.from({ length: count }, (_, index) => toFile(id, index, now));
  for (const rows of chunked(files)) await database.insertInto('files').values(rows).execute();
  return id;
}

function toFile(batchId: string, index: number, now: number): FileRow {
  return {
    ...{ id: createId(), workspace_id: workspace, batch_id: batchId, position: index, page: 0 },
    ...{ name: `note ${index}.txt`, media_type: 'text/plain', bytes: 10, sha256: '0'.repeat(64) },
    ...{ blob_key: `00/${batchId}${index}`, reading_key: null, page_count: 1 },
    ...{ state: 'failed', error_code: 'corrupt_file', error_message: 'It is damaged.' },
    ...{ created_at: now, finished_at: now, event_id: null, originals_deleted_at: null },
  };
}
