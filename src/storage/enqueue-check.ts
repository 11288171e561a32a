import { checkVersionKind } from './check-version-kind.ts';
import type { Database } from './database.ts';
import { enqueueJobs } from './jobs.ts';

/** Somebody who corrects file by file makes a version with each: one check serves all of this time. */
const checkDelayMs = 30_000;

/** Has the latest version of a classification held against its guarding set soon, where it has one. */
export async function enqueueCheck(
  transaction: Database,
  { workspaceId, classificationId }: { workspaceId: string; classificationId: string },
): Promise<void> {
  const guard = await transaction
    .selectFrom('evaluation_sets')
    .select('id')
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .limit(1)
    .executeTakeFirst();
  if (guard === undefined) return;
  await enqueueJobs(transaction, [
    {
      workspaceId,
      kind: checkVersionKind,
      groupId: classificationId,
      data: { classificationId },
      dedupeKey: classificationId,
      delayMs: checkDelayMs,
    },
  ]);
}
