import { execFile } from 'node:child_process';
import { mkdir, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of its own, in memory, that can be full. */
export type SmallDisk = AsyncDisposable & {
  readonly fill: () => Promise<void>;
  readonly free: () => Promise<void>;
};

/** Mounted at this folder, which is made; undefined where this process may not mount. */
export async function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk | undefined> {
  await mkdir(folder, { recursive: true });
  const size = `size=${megabytes}m`;
  try {
    await run('mount', ['-t', 'tmpfs', '-o', size, 'mailroom-test', folder]);
  } catch {
    return undefined;
  }
  return {
    // Made as small as what lies on it: as full as a full disk, without the bytes.
    async fill() {
      for (;;) {
        const { blocks, bfree, bsize } = await statfs(folder);
        // Of size 0 it would have no end.
        const bytes = Math.max(1, blocks - bfree) * bsize;
        // More may have been written since it was asked.
        const filled = await run('mount', ['-o', `remount,size=${bytes}`, folder]).catch(() => undefined);
        if (filled !== undefined) return;
      }
    },
    free: async () => void (await run('mount', ['-o', `remount,${size}`, folder])),
    [Symbol.asyncDispose]: async () => void (await run('umount', ['--lazy', folder])),
  };
}
