/** Where files of a watched folder go: nothing is deleted, and nothing there is overwritten. */
import { link, lstat, mkdir, realpath, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { Failure } from '../errors.ts';
import { failedFolder, processedFolder } from './list-folder.ts';
import { isWithin } from './watch-roots.ts';

const namesTried = 10_000;

export function moveToProcessed(root: string, path: string): Promise<string> {
  return move(root, path, processedFolder);
}

/** With a text beside it that says why. */
export async function moveToFailed(root: string, path: string, reason: string): Promise<void> {
  const moved = await move(root, path, failedFolder);
  await writeFile(`${moved}.reason.txt`, `${reason}\n`);
}

async function move(root: string, path: string, folder: string): Promise<string> {
  const from = join(root, path);
  const target = join(root, folder, dirname(path));
  await mkdir(target, { recursive: true });
  // A link in the place of our folder must not lead a file out of the watched one.
  if (!isWithin(root, await realpath(target))) {
    throw new Failure('forbidden', `${folder} leads out of the watched folder`);
  }
  const extension = extname(path);
  const stem = join(root, folder, path.slice(0, path.length - extension.length));
  for (let number = 0; number < namesTried; number += 1) {
    const to = number === 0 ? `${stem}${extension}` : `${stem}-${number}${extension}`;
    if (await renameTo(from, to)) return to;
  }
  throw new Failure('conflict', `${folder} holds too many files named ${path}`);
}

/** False where there is something of that name. */
async function renameTo(from: string, to: string): Promise<boolean> {
  try {
    // Unlike a rename, a link never takes another file's place.
    await link(from, to);
    await unlink(from);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return finishMove(from, to);
    // Network shares have no links; there is one worker at a source, so nobody comes in between.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(String(code))) throw error;
    if (await lstat(to).catch(() => undefined)) return false;
    await rename(from, to);
    return true;
  }
}

/** A server that died between link and unlink left one file under both names. */
async function finishMove(from: string, to: string): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(from), lstat(to)]);
  if (one.ino !== other.ino || one.dev !== other.dev) return false;
  await unlink(from);
  return true;
}
