import type { Verdict } from './classification-rows.ts';
import type { ClassificationKey, VersionKey } from './classification-versions.ts';
import type { Database } from './database.ts';

/** The latest automatic evaluation on a set whose version was found fine, or accepted: what later ones are held against. */
export async function findBaseline(
  transaction: Database,
  { workspaceId, classificationId }: ClassificationKey,
  { setId, before }: { setId: string; before: string },
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('evaluations')
    .innerJoin('classification_versions', (join) =>
      join
        .onRef('classification_versions.classification_id', '=', 'evaluations.classification_id')
        .onRef('classification_versions.version', '=', 'evaluations.version'),
    )
    .select('evaluations.id')
    .where('evaluations.classification_id', '=', classificationId)
    .where('evaluations.workspace_id', '=', workspaceId)
    .where('evaluations.set_id', '=', setId)
    .where('evaluations.automatic', '=', 1)
    .where('evaluations.state', '=', 'finished')
    .where('evaluations.id', '<', before)
    .where('classification_versions.verdict', 'in', ['fine', 'accepted'])
    .orderBy('evaluations.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** One that a person accepted stays so while it is worse. */
export async function setVerdict(
  transaction: Database,
  { workspaceId, classificationId, version }: VersionKey,
  verdict: Verdict,
): Promise<void> {
  let query = transaction
    .updateTable('classification_versions')
    .set({ verdict })
    .where('classification_id', '=', classificationId)
    .where('version', '=', version)
    .where('workspace_id', '=', workspaceId);
  if (verdict === 'worse') query = query.where('verdict', 'is', null);
  await query.execute();
}

/** Automatic evaluations are for the verdict alone: only these are kept. */
export async function forgetAutomatic(
  transaction: Database,
  { workspaceId, classificationId }: ClassificationKey,
  kept: readonly string[],
): Promise<void> {
  await transaction
    .deleteFrom('evaluations')
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .where('automatic', '=', 1)
    .where('state', 'not in', ['waiting', 'running'])
    .where('id', 'not in', [...kept])
    .execute();
}

/** Whether an automatic evaluation of a version on a set was begun. */
export async function isChecked(
  database: Database,
  { workspaceId, classificationId, version }: VersionKey,
  setId: string,
): Promise<boolean> {
  const row = await database
    .selectFrom('evaluations')
    .select('id')
    .where('classification_id', '=', classificationId)
    .where('workspace_id', '=', workspaceId)
    .where('set_id', '=', setId)
    .where('version', '=', version)
    .where('automatic', '=', 1)
    .where('state', '<>', 'failed')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
