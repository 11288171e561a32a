import { AsyncLocalStorage } from 'node:async_hooks';
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics, ReaderEnd } from '../telemetry/metrics.ts';
import { recordSpan } from '../telemetry/trace.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
import { launchSandboxed } from './sandbox.ts';
import type { ReaderSettings, ReaderTask, ResultByKind } from './task.ts';
import type { TaskCost } from './task-cost.ts';

/** Bounds on one reader process. Past any of them it is killed, and its task alone fails. */
export type ReaderBounds = {
  /** Resident memory, native and WASM memory included. */
  readonly memoryBytes: number;
  /** Time without a finished page. */
  readonly pageTimeoutMs: number;
  /** Time for the whole file. */
  readonly fileTimeoutMs: number;
  /** Folders that hold what it reads; where undefined, files may lie anywhere. */
  readonly readable?: readonly string[] | undefined;
};

type Result = ResultByKind[keyof ResultByKind];

/** One reader process: takes one task at a time, and is thrown away after any fault. */
export type ReaderChild = {
  readonly perform: (task: ReaderTask, signal?: AbortSignal) => Promise<Result>;
  /** Dead, or so full of memory or pages that a fresh process is better. */
  readonly isSpent: () => boolean;
  readonly stop: (why: 'recycled' | 'stopped') => void;
  /** Resident memory; 0 where the system does not tell, or the process is gone. */
  readonly residentBytes: () => Promise<number>;
};

const program = fileURLToPath(new URL('./reader-process.ts', import.meta.url));
/** WASM heaps never shrink and leaks add up (docling-serve: 1.5 GB an hour), so processes are replaced. */
const pagesBeforeRecycling = 2_000;
/** Of the memory bound. The OCR engines with their models take 0.6 to 1 GB and are worth keeping. */
const recyclingShare = 0.75;
const memoryWatchMs = 250;
/** A start takes 0.1 s on an idle machine, seconds on a busy one; it is not the file's fault. */
const startTimeoutMs = 60_000;
/** Readers yield to the server, so that answers stay quick while all cores read. */
const niceness = 10;
const inheritedVariables = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TESSDATA_PREFIX'] as const;

type Pending = {
  readonly id: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
  readonly onPage: () => void;
  /** Runs a function as if who gave the task called it: so that the log knows whose file it was. */
  readonly asCaller: <T>(work: () => T) => T;
};

export type ReaderWatch = { readonly log: Log; readonly metrics?: Metrics | undefined };

export function startReaderChild(
  settings: ReaderSettings,
  bounds: ReaderBounds,
  { log, metrics }: ReaderWatch,
): ReaderChild {
  const memory = `--max-old-space-size=${Math.round(bounds.memoryBytes / 1024 / 1024)}`;
  const { execPath, execArgv } = launchSandboxed([memory], bounds.readable);
  const child = fork(program, [JSON.stringify(settings)], {
    env: { ...inherited(), OMP_THREAD_LIMIT: '1', NODE_NO_WARNINGS: '1' },
    execPath,
    execArgv: [...execArgv],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A process group of its own: what it started (the tesseract command) dies with it.
    detached: true,
  });
  if (child.pid !== undefined) lowerPriority(child.pid);
  let pending: Pending | undefined;
  let dead = false;
  let pages = 0;
  let nextId = 1;
  let lastWords = '';
  const ready = Promise.withResolvers<void>();
  metrics?.readerStarted();
  ready.promise.catch(() => {});

  /** Kills the process; whatever it was doing fails for `reason`. */
  const end = (reason: unknown, why: ReaderEnd) => {
    die(why);
    ready.reject(reason);
    const ended = pending;
    pending = undefined;
    ended?.reject(reason);
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-4_000);
  });
  child.on('error', (cause) => end(crash('could not be started', cause), 'crashed'));
  child.on('exit', (code, signal) => {
    if (!dead) {
      const warn = () =>
        log.warn({ pid: child.pid, code, signal, lastWords }, 'reader process ended by itself');
      if (pending === undefined) warn();
      else pending.asCaller(warn);
    }
    const failure = describeExit(code, signal, lastWords);
    end(failure, failure.code === 'reader_out_of_memory' ? 'memory' : 'crashed');
  });
  child.on('message', (message: FromReader) => {
    if (message.event === 'ready') return ready.resolve();
    if (message.id !== pending?.id) return;
    if (message.event === 'page') {
      pages += 1;
      pending.onPage();
      return;
    }
    if (message.event === 'broken') {
      pending.asCaller(() => log.error({ pid: child.pid, bug: message.message }, 'reader process threw'));
      end(crash('met an internal error'), 'bug');
      return;
    }
    const ended = pending;
    pending = undefined;
    if (message.event === 'done') {
      ended.asCaller(() => countCost(message.cost, metrics));
      ended.resolve(message.result);
    } else ended.reject(new Failure(message.code, message.message));
  });

  async function perform(task: ReaderTask, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    const onAbort = () => end(signal?.reason, 'abandoned');
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await started();
      return await underWatch(task);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      // What is left of the bound is still room for any file; a process above it will not shrink by itself.
      if ((await residentBytes(child)) > bounds.memoryBytes * recyclingShare) die('recycled');
    }
  }

  async function started(): Promise<void> {
    const late = setTimeout(() => end(crash('did not start'), 'crashed'), startTimeoutMs);
    await ready.promise.finally(() => clearTimeout(late));
  }

  async function underWatch(task: ReaderTask): Promise<Result> {
    const endLate = (what: string, ms: number) => setTimeout(() => end(timeout(what, ms), 'timeout'), ms);
    const stall = endLate('one page', bounds.pageTimeoutMs);
    const whole = endLate('the file', bounds.fileTimeoutMs);
    const watch = setInterval(() => void endWhenTooLarge(), memoryWatchMs);
    try {
      return await new Promise<Result>((resolve, reject) => {
        const id = nextId++;
        pending = {
          id,
          resolve,
          reject,
          onPage: () => stall.refresh(),
          asCaller: AsyncLocalStorage.snapshot(),
        };
        const order: ToReader = { id, task };
        child.send(order, (error) => error && end(crash('could not be reached', error), 'crashed'));
      });
    } finally {
      clearTimeout(stall);
      clearTimeout(whole);
      clearInterval(watch);
    }
  }

  async function endWhenTooLarge() {
    const used = await residentBytes(child);
    if (used <= bounds.memoryBytes || dead) return;
    const megabytes = Math.round(bounds.memoryBytes / 1024 / 1024);
    const message = `Reading this file takes more than ${megabytes} MB of memory`;
    end(new Failure('reader_out_of_memory', message), 'memory');
  }

  function die(why: ReaderEnd) {
    if (!dead) metrics?.readerEnded(why);
    dead = true;
    killGroup(child);
  }

  return {
    perform,
    isSpent: () => dead || pages >= pagesBeforeRecycling,
    stop: (why) => end(stopped(), why),
    residentBytes: async () => (dead ? 0 : residentBytes(child)),
  };
}

function countCost({ stages, pages }: TaskCost, metrics: Metrics | undefined): void {
  for (const stage of stages) {
    metrics?.stageEnded(stage.name, stage.milliseconds / 1000);
    recordSpan(stage.name, stage);
  }
  for (const read of pages) metrics?.pagesRead(read);
}

/** Why a task ended when its pool was closed: it is handed back, not failed. */
function stopped(): Failure {
  return new Failure('unavailable', 'The server is stopping; the file will be read after the next start');
}

function crash(what: string, cause?: unknown): Failure {
  return new Failure('reader_crashed', `The reader of this file ${what}`, { cause });
}

function timeout(what: string, limitMs: number): Failure {
  return new Failure('reader_timeout', `Reading ${what} takes longer than ${Math.round(limitMs / 1000)} s`);
}

function describeExit(code: number | null, signal: string | null, lastWords: string): Failure {
  if (/heap out of memory|Cannot enlarge memory|Array buffer allocation failed/i.test(lastWords)) {
    return new Failure('reader_out_of_memory', 'Reading this file takes more memory than allowed');
  }
  return crash(`ended unexpectedly (${signal ?? `exit code ${code}`})`);
}

/** Resident memory of a process; 0 where the system does not tell (then only the V8 heap is bounded). */
async function residentBytes(child: ChildProcess): Promise<number> {
  if (process.platform !== 'linux' || child.pid === undefined) return 0;
  const text = await readFile(`/proc/${child.pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * 4_096;
}

function killGroup({ pid }: ChildProcess) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}

function lowerPriority(pid: number) {
  try {
    setPriority(pid, niceness);
  } catch {
    // Refused in some containers: the readers then compete with the server on equal terms.
  }
}

function inherited() {
  return Object.fromEntries(
    inheritedVariables.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}
