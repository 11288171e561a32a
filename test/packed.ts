/** A package of this repository as its user gets it: packed, and unpacked into an empty folder. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

export type Packed = AsyncDisposable & {
  /** A project of somebody else's, with the package below its `node_modules`. */
  readonly folder: string;
  /** Where the package lies in it. */
  readonly installed: string;
  /** Paths in the tarball. */
  readonly files: readonly string[];
};

/**
 * What a package depends on is taken from our own `node_modules`: `npm install` would ask the registry, and
 * tests need no network.
 */
export async function packAndInstall(source: string, name: string): Promise<Packed> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-packed-')));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', path], {
    cwd: source,
    maxBuffer: 64 * 1024 * 1024,
  });
  // What the scripts print comes before it.
  const [packed] = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1));
  const installed = join(path, 'node_modules', name);
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(path, packed.filename), '-C', installed, '--strip-components=1']);
  await linkDependencies(join(path, 'node_modules'), name);
  const owned = stack.move();
  return {
    folder: path,
    installed,
    files: packed.files.map((file: { path: string }) => file.path),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function linkDependencies(target: string, own: string): Promise<void> {
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== own && name !== own.split('/')[0]) {
      await symlink(join(root, 'node_modules', name), join(target, name));
    }
  }
}
