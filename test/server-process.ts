import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';

/** Mailroom as its user starts it: a process of its own, known only by what it prints. */
export type ServerProcess = AsyncDisposable & {
  /** Empty for a mere worker. */
  readonly url: string;
  readonly child: ChildProcess;
  /** All that the process printed on standard output so far. */
  readonly output: () => string;
  /** What it printed on standard output and error together. */
  readonly printed: () => string;
  /** The lines of its log so far. */
  readonly logged: () => readonly Record<string, any>[];
  /** kill -9: no farewell. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
};

const main = resolve(import.meta.dirname, '../src/cli/main.ts');
export const testKey = 'test-key-of-the-mailroom';

const places = new Map<string, Promise<string>>();

/**
 * Where the servers of this folder keep their rows, as settings: the folder, or a PostgreSQL database of
 * its own that goes with its throw-away server.
 */
export async function databaseOf(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const known = places.get(dataDir) ?? createTemporaryPlace(dataDir).then(({ location }) => location);
  places.set(dataDir, known);
  const location = await known;
  return { DATA_DIR: dataDir, ...(location !== dataDir && { DATABASE_URL: location }) };
}

export async function startServerProcess(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
  program: string = main,
  /** What it is started through: a command with its arguments that ends in replacing itself. */
  through: readonly string[] = [],
): Promise<ServerProcess> {
  const [command, ...args] = [...through, process.execPath, program, 'serve'];
  const child = spawn(command!, args, {
    env: {
      ...process.env,
      // A start takes 0.9 s of a core instead of 1.4 s (Node 24.21, types stripped).
      PORT: '0',
      ...(await databaseOf(dataDir)),
      MAILROOM_API_KEY: testKey,
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    // What is no line of the log is a crash's last words.
    if (environment.LOG_LEVEL === undefined || !text.startsWith('{')) process.stderr.write(text);
  });
  const url = await new Promise<string>((found, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const match = /Mailroom (?:listens on (\S+)|works)/.exec(output);
      if (match) found(match[1] ?? '');
    });
    exited.then(([code]) =>
      reject(new Error(`The server ended with ${code} before it listened:\n${output}`)),
    );
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  return {
    url,
    child,
    output: () => output,
    printed: () => output + log,
    logged: () =>
      log
        .split('\n')
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line)),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) await end('SIGTERM');
    },
  };
}

/** A JSON call as the clients make it. */
export async function call(url: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as Record<string, any>;
  return { status: response.status, json };
}

/** One upload of named contents to a classification, into a batch where one is named. */
export async function upload(
  url: string,
  classificationId: string,
  files: readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[],
  batchId?: string,
  key = testKey,
) {
  const form = new FormData();
  form.set('classificationId', classificationId);
  if (batchId !== undefined) form.set('batchId', batchId);
  for (const [name, content] of files) form.append('files', new Blob([content]), name);
  const response = await fetch(`${url}/api/v1/documentClassification/uploadFiles`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: form,
  });
  const json = (await response.json()) as Record<string, any>;
  return { status: response.status, json };
}

/** Polls until `check` gives something; the bound is for a server that never will. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined>,
  limitMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const found = await check();
    if (found !== undefined) return found;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`Waited ${limitMs / 1000} s in vain for ${what}`);
}

/** The finished answer of a batch. */
export function results(url: string, classificationId: string, batchId: string, limitMs?: number) {
  return until(
    `batch ${batchId}`,
    async () => {
      const { json } = await call(url, 'POST', '/documentClassification/getResults', {
        classificationId,
        batchId,
      });
      if (json.status === 'error') throw new Error(json.message);
      return json.status === 'waiting' ? undefined : json;
    },
    limitMs,
  );
}

/** Whether a process of this machine lives; a zombie does not. */
export function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
