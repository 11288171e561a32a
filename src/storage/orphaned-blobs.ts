import type { BlobStore } from './blobs.ts';
import { chunked } from './chunked.ts';
import type { Database } from './database.ts';

/** Deletes after the commit that removed the rows. What a crash cuts off, the sweep finds. */
export async function deleteBlobs(blobs: BlobStore, keys: readonly string[]): Promise<void> {
  for (const key of keys) await blobs.delete(key);
}

/** Those of the keys that no row knows. */
export async function findOrphans(database: Database, keys: readonly string[]): Promise<string[]> {
  const orphans: string[] = [];
  for (const part of chunked(keys)) {
    const originals = await database
      .selectFrom('files')
      .select('blob_key as key')
      .where('blob_key', 'in', part)
      .execute();
    const readings = await database
      .selectFrom('files')
      .select('reading_key as key')
      .where('reading_key', 'in', part)
      .execute();
    const known = new Set([...originals, ...readings].map((row) => row.key));
    orphans.push(...part.filter((key) => !known.has(key)));
  }
  return orphans;
}
