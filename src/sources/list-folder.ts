import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export type FoundFile = {
  /** From the watched folder. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
};

/** Ours; whatever lies in them is done with. */
export const processedFolder = 'processed';
export const failedFolder = 'failed';

/** Enough for one look; the rest has its turn when these are moved away. */
export const listedMax = 5_000;
const depthMax = 16;

/** The files in a folder, by name. Links are not followed, nor are files taken that somebody is still writing. */
export async function listFolder(root: string, subfolders: boolean): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (folder: string, depth: number) => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      if (found.length >= listedMax) return;
      if (isUnfinished(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        const isOurs = folder === '' && [processedFolder, failedFolder].includes(entry.name);
        if (subfolders && !isOurs && depth < depthMax) await walk(path, depth + 1);
        continue;
      }
      const about = await lstat(join(root, path)).catch(() => undefined);
      if (about?.isFile()) found.push({ path, bytes: about.size, modifiedAt: about.mtimeMs });
    }
  };
  await walk('', 0);
  return found;
}

/** `.hidden`, `~$lock.docx`, `download.part`: names that programs give to what is not yet, or not at all, a document. */
function isUnfinished(name: string): boolean {
  return /^(\.|~\$)|\.(part|partial|tmp|crdownload|filepart)$|~$/i.test(name) || name === 'Thumbs.db';
}
