import { type RawBuilder, sql } from 'kysely';
import { clock } from './clock.ts';
import { type Database, inTransaction } from './database.ts';

/** No job is ever put off for longer: a failed one waits 90 s at most, what looks at a draft half a minute. */
const delayMaxMs = 120_000;

/**
 * For a clock that was set back: what waits for a time that no job is given waits no more, and a lease that
 * ends so late ends after `leaseMs`. Without it each would last longer by as much as the clock was set back. Whoever still
 * works renews its lease before that.
 */
export async function shortenWaits(
  database: Database,
  { leaseMs }: { readonly leaseMs: number },
): Promise<void> {
  const tooLate = clock(database, delayMaxMs);
  const leasedTooLate = clock(database, leaseMs * 2);
  const found = await sql<{ found: number | boolean }>`select
    exists (select 1 from jobs where state = 'delayed' and run_at > ${tooLate})
    or exists (select 1 from jobs where state = 'running' and lease_until > ${leasedTooLate}) as found
  `.execute(database);
  if (!found.rows[0]?.found) return;
  await inTransaction(database, async (transaction) => {
    const jobs = (
      state: 'delayed' | 'running',
      column: 'run_at' | 'lease_until',
      after: RawBuilder<number>,
    ) =>
      transaction
        .updateTable('jobs')
        .where('state', '=', sql.lit(state))
        .where(column, '>', after)
        .set({ [column]: clock(transaction, state === 'running' ? leaseMs : 0) })
        .execute();
    await jobs('delayed', 'run_at', tooLate);
    await jobs('running', 'lease_until', leasedTooLate);
  });
}
