import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Undoes only `work` where it throws; the transaction around it goes on. */
export async function inSavepoint<T>(transaction: Database, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(transaction);
  try {
    const result = await work();
    await sql`release savepoint part`.execute(transaction);
    return result;
  } catch (error) {
    await sql`rollback to savepoint part`.execute(transaction);
    throw error;
  }
}
