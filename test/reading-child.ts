import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ReadAnswer, ReadRequest } from './read-in-child.ts';

/** Reads in a process that is killed when a file takes longer than `timeMs`; the next file gets a new one. */
export type ReadingChild = AsyncDisposable & {
  /** `timeout` or `crashed` where the process had to be killed or died. */
  read(request: ReadRequest): Promise<ReadAnswer & { readonly ms: number }>;
};

export function startReadingChild(timeMs: number): ReadingChild {
  let child: ChildProcess | undefined;

  async function start(): Promise<ChildProcess> {
    const started = fork(join(import.meta.dirname, 'read-in-child.ts'), {
      serialization: 'advanced',
      // Libraries print their complaints; a test's output is no place for them.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--max-old-space-size=1536'],
    });
    await once(started, 'message');
    return started;
  }

  return {
    async read(request) {
      child ??= await start();
      const { signal, stop } = deadline(timeMs);
      const started = performance.now();
      try {
        const answered = once(child, 'message', { signal });
        const died = once(child, 'exit', { signal }).then(() => [{ ended: 'crashed' }]);
        child.send(request);
        const [answer] = (await Promise.race([answered, died])) as [ReadAnswer];
        answered.catch(() => {});
        died.catch(() => {});
        if (answer.ended === 'crashed') child = undefined;
        return { ...answer, ms: performance.now() - started };
      } catch {
        child?.kill('SIGKILL');
        child = undefined;
        return { ended: 'timeout', ms: performance.now() - started };
      } finally {
        stop();
      }
    },
    async [Symbol.asyncDispose]() {
      if (child === undefined) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** A signal that fires after `ms`, and a way to free all that waits on it. */
function deadline(ms: number): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
