/**
 * What a reader process may do, as far as this machine can hold it to that: no network by a network namespace of
 * its own (Linux, where user namespaces are allowed), no writing and no reading beyond what it reads by Node's
 * permission model, no large files and no core dumps by limits of the shell.
 *
 * Invariant: a layer that the machine refuses is left out, and said; it never keeps the server from starting.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type SandboxLayers = {
  /** No network: also none to the same machine. */
  readonly network: boolean;
  /** Files: writes nothing, reads only the program and what it is to read. */
  readonly files: boolean;
  /** Sizes of files, core dumps. */
  readonly limits: boolean;
};

/** How a program is started so that it is held: put before the program's path. */
export type Launch = { readonly execPath: string; readonly execArgv: readonly string[] };

/** Without capabilities in its namespace where the tool knows how (util-linux 2.36), else as its root. */
const networkWays = [
  ['--user', '--map-current-user', '--net'],
  ['--user', '--map-root-user', '--net'],
] as const;

/** Readers write no files. The unit of `ulimit -f` is 512 bytes: 1 MB is left for what a library keeps aside. */
const fileBlocksMax = 2_048;
const shell = '/bin/sh';
const limited = `ulimit -c 0; ulimit -f ${fileBlocksMax}; exec "$0" "$@"`;

let found: { network: readonly string[] | undefined; limits: boolean; tesseract: boolean } | undefined;

/** Asked of the machine once a process: 20 ms. */
function lookAround() {
  found ??= {
    network: networkWays.find((way) => runs('unshare', [...way, '--', '/bin/true'])),
    limits: runs(shell, ['-c', limited, '/bin/true']),
    tesseract: runs('tesseract', ['--version']),
  };
  return found;
}

export function availableLayers(): SandboxLayers {
  const { network, limits } = lookAround();
  return { network: network !== undefined, files: true, limits };
}

/** `readable`: the folders of what is to be read; undefined where a person names files anywhere. */
export function launchSandboxed(
  nodeArguments: readonly string[],
  readable: readonly string[] | undefined,
): Launch {
  const { network, limits } = lookAround();
  const command = [
    ...(network === undefined ? [] : ['unshare', ...network, '--']),
    ...(limits ? [shell, '-c', limited] : []),
    process.execPath,
    ...permissions(readable),
    ...nodeArguments,
  ];
  return { execPath: command[0]!, execArgv: command.slice(1) };
}

/**
 * Writing is allowed nowhere. OCR is done by native libraries, by worker threads, and by the tesseract command
 * where it is installed: only there may a reader start a program, which these permissions do not bind.
 */
function permissions(readable: readonly string[] | undefined): string[] {
  const folders =
    readable === undefined
      ? ['*']
      : [...programFolders(), ...readable.map((folder) => `${realPath(folder)}/*`)];
  return [
    '--permission',
    '--allow-addons',
    '--allow-worker',
    ...(lookAround().tesseract ? ['--allow-child-process'] : []),
    ...folders.map((folder) => `--allow-fs-read=${folder}`),
  ];
}

/** Our own program (sources, or what was compiled of them), and every node_modules that it may resolve from. */
function programFolders(): string[] {
  const program = dirname(dirname(fileURLToPath(import.meta.url)));
  const folders = [program];
  for (let at = dirname(program); ; at = dirname(at)) {
    folders.push(join(at, 'node_modules'), join(at, 'package.json'));
    if (at === dirname(at)) break;
  }
  const real = folders.filter((path) => existsSync(path)).map(realPath);
  const linked = real.filter((path) => basename(path) === 'node_modules').flatMap(linkedPackages);
  return [...new Set([...real, ...linked])];
}

/** Where the packages of a folder lie that are links: the node_modules there, else the package alone. */
function linkedPackages(nodeModules: string): string[] {
  return readdirSync(nodeModules, { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink() && existsSync(join(nodeModules, entry.name)))
    .map((entry) => realpathSync(join(nodeModules, entry.name)))
    .map((path) => (basename(dirname(path)) === 'node_modules' ? dirname(path) : path));
}

/** Of a folder that is made later too. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 5_000 }).status === 0;
}
