import { Failure } from '../errors.ts';
import { type ReaderBounds, type ReaderChild, type ReaderWatch, startReaderChild } from './reader-child.ts';
import type { ReaderSettings, ReaderTask, ResultByKind } from './task.ts';

/**
 * Reader processes that stand ready. Untrusted files are parsed only there: a crash, a hang or a memory
 * bomb costs one process and one attempt of one file, never the server.
 */
export type ProcessPool = AsyncDisposable & {
  /** Runs one task in a free process; waits for one. Throws the task's Failure, or `unavailable` on close. */
  run<K extends ReaderTask['kind']>(
    task: Extract<ReaderTask, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<ResultByKind[K]>;
  /** Resident memory of each reader process. */
  residentBytes(): Promise<readonly number[]>;
};

export type PoolOptions = ReaderWatch & {
  readonly size: number;
  /** Tasks that may wait for a process before further ones are refused. */
  readonly waitingMax: number;
  readonly bounds: ReaderBounds;
  readonly settings: ReaderSettings;
};

export function createProcessPool(options: PoolOptions): ProcessPool {
  const { size, waitingMax, bounds, settings } = options;
  const idle: ReaderChild[] = [];
  const busy = new Set<ReaderChild>();
  const waiting: PromiseWithResolvers<ReaderChild>[] = [];
  let closed = false;

  const start = () => startReaderChild(settings, bounds, options);
  for (let index = 0; index < size; index += 1) idle.push(start());

  function acquire(): Promise<ReaderChild> {
    if (closed) return Promise.reject(new Failure('unavailable', 'The server is stopping'));
    if (busy.size + waiting.length >= size + waitingMax) {
      return Promise.reject(
        new Failure('unavailable', 'Too many files are waiting to be read; try again soon'),
      );
    }
    if (busy.size < size) return Promise.resolve(takeIdle());
    const turn = Promise.withResolvers<ReaderChild>();
    waiting.push(turn);
    return turn.promise;
  }

  function takeIdle(): ReaderChild {
    const kept = idle.pop();
    const child = kept === undefined || kept.isSpent() ? start() : kept;
    busy.add(child);
    return child;
  }

  function release(child: ReaderChild) {
    busy.delete(child);
    if (closed) return child.stop('stopped');
    if (child.isSpent()) child.stop('recycled');
    // A spent process is replaced at once, so that the next file finds a warm one.
    idle.push(child.isSpent() ? start() : child);
    waiting.shift()?.resolve(takeIdle());
  }

  return {
    async run<K extends ReaderTask['kind']>(task: Extract<ReaderTask, { kind: K }>, signal?: AbortSignal) {
      const child = await acquire();
      try {
        return (await child.perform(task, signal)) as ResultByKind[K];
      } finally {
        release(child);
      }
    },
    residentBytes: () => Promise.all([...idle, ...busy].map((child) => child.residentBytes())),
    async [Symbol.asyncDispose]() {
      closed = true;
      for (const turn of waiting.splice(0)) turn.reject(new Failure('unavailable', 'The server is stopping'));
      for (const child of [...idle.splice(0), ...busy]) child.stop('stopped');
    },
  };
}
