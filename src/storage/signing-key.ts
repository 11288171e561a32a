import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const keyBytes = 32;

/** The secret that signs links to files, made at the first start. Deleting it ends all links given so far. */
export async function ensureSigningKey(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'signing.key');
  const existing = await readKey(path);
  if (existing !== undefined) return existing;
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, randomBytes(keyBytes), { mode: 0o600, flush: true });
  // A link appears whole or not at all, and never over another's key.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(path);
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const key = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (key !== undefined && key.length !== keyBytes) {
    throw new Error(
      `${path} is damaged: restore it from a backup, or delete it (links given so far then end)`,
    );
  }
  return key;
}
