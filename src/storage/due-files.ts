import type { Database } from './database.ts';
import { dayMs, listRetentions, ownedFiles, type RetentionOwner } from './expired-files.ts';

/** What retention will delete of one kind. */
export type Due = {
  /** When the first goes, at the sweep after it. */
  readonly firstAt: number;
  /** Files that go within the next seven days. */
  readonly withinWeek: number;
};

export type DueOwner = RetentionOwner & {
  readonly originals: Due | undefined;
  readonly results: Due | undefined;
};

/** The retentions of a workspace with what they will delete; counts its files: meant for a person who looks. */
export async function listDue(
  database: Database,
  workspaceId: string,
  now = Date.now(),
): Promise<DueOwner[]> {
  const owners = await listRetentions(database, workspaceId);
  return Promise.all(
    owners.map(async (owner) => {
      const { originalsDays, resultsDays } = owner.retention;
      return {
        ...owner,
        originals: await readDue(database, owner, { what: 'originals', days: originalsDays, now }),
        results: await readDue(database, owner, { what: 'results', days: resultsDays, now }),
      };
    }),
  );
}

async function readDue(
  database: Database,
  owner: RetentionOwner,
  { what, days, now }: { what: 'originals' | 'results'; days: number | undefined; now: number },
): Promise<Due | undefined> {
  if (days === undefined) return undefined;
  const files = ownedFiles(database, owner, what);
  const { first } = await files
    .select(({ fn }) => fn.min('files.finished_at').as('first'))
    .executeTakeFirstOrThrow();
  if (first === null) return undefined;
  const { count } = await files
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('files.finished_at', '<', now - (days - 7) * dayMs)
    .executeTakeFirstOrThrow();
  return { firstAt: Number(first) + days * dayMs, withinWeek: Number(count) };
}
