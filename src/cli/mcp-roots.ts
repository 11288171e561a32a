/** Which files an assistant may have read: those below the folders that its user named, links followed first. */
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Failure } from '../errors.ts';

export type Roots = {
  readonly folders: readonly string[];
  /** The real path of a file that may be read; throws a Failure that says what is wrong and what to do. */
  readonly fileAt: (path: string) => Promise<string>;
};

export async function openRoots(folders: readonly string[], fileBytesMax: number): Promise<Roots> {
  const roots = await Promise.all(
    folders.map(async (folder) => {
      const real = await realpath(folder).catch(() => undefined);
      if (real !== undefined && (await stat(real)).isDirectory()) return real;
      throw new Failure('invalid_request', `--root ${folder} is not a folder`);
    }),
  );
  const fileAt = async (path: string) => {
    const wanted = isAbsolute(path) ? path : resolve(roots[0]!, path);
    const real = await realpath(wanted).catch(() => undefined);
    // What lies outside is told alike, whether it exists or not.
    if (!roots.some((root) => isBelow(root, real ?? wanted))) {
      throw new Failure(
        'forbidden',
        `${path} is not below ${roots.join(' or ')}: move it there, or start mailroom mcp with a --root above it`,
      );
    }
    if (real === undefined) throw new Failure('not_found', `There is no file ${path}`);
    const about = await stat(real);
    if (!about.isFile()) throw new Failure('invalid_request', `${path} is not a file; name each file`);
    if (about.size > fileBytesMax) {
      throw new Failure('too_large', `${path} has ${about.size} bytes; raise MAX_FILE_MB to read it`);
    }
    return real;
  };
  return { folders: roots, fileAt };
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
