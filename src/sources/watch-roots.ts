import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { Failure } from '../errors.ts';

/**
 * Where a watched folder really lies. It must be below a folder that the operator allows, after all links: else
 * whoever holds a key could read any file of the machine. Asked at every look, since links can be changed.
 */
export async function resolveWatched(path: string, roots: readonly string[]): Promise<string> {
  if (roots.length === 0) {
    throw new Failure(
      'forbidden',
      'No folder may be watched; the operator allows folders with WATCH_ROOTS=/path/to/folder',
    );
  }
  if (!isAbsolute(path)) throw new Failure('invalid_request', `The path must begin with /, not "${path}"`);
  const real = await realpath(path).catch(() => undefined);
  const reals = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  // What lies outside is told alike, whether it exists or not.
  if (!reals.some((root) => isWithin(root, real ?? path)) && !roots.some((root) => isWithin(root, path))) {
    throw outside(path, roots);
  }
  if (real === undefined) throw new Failure('not_found', `There is no folder ${path}`);
  if (!reals.some((root) => isWithin(root, real))) throw outside(path, roots);
  if (!(await stat(real)).isDirectory()) throw new Failure('invalid_request', `${path} is not a folder`);
  return real;
}

function outside(path: string, roots: readonly string[]): Failure {
  return new Failure(
    'forbidden',
    `${path} is not below ${roots.join(' or ')}; the operator allows more with WATCH_ROOTS`,
  );
}

/** Whether `path` is `root` or below it. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
