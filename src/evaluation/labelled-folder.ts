import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../errors.ts';

/** Folders that hold a file of this name: each given one that has it, and else those right under it. */
export async function findFolders(folders: readonly string[], marker: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => {
      throw new Failure('not_found', `${folder} is not a folder`);
    });
    if (names.includes(marker)) {
      found.push(folder);
      continue;
    }
    for (const name of names.sort()) {
      const inside = await readdir(path.join(folder, name)).catch((): string[] => []);
      if (inside.includes(marker)) found.push(path.join(folder, name));
    }
  }
  if (found.length === 0) throw new Failure('not_found', `No folder with a ${marker} was found`);
  return found;
}

/** A text of the folder; a refusal names the folder and what it lacks. */
export async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(path.join(folder, name), 'utf8');
  } catch (error) {
    throw new Failure('not_found', `${folder} has no ${name}`, { cause: error });
  }
}
