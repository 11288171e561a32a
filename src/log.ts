import { AsyncLocalStorage } from 'node:async_hooks';
import { type Logger, pino } from 'pino';

export type Log = Logger;

/** What a line is about: ids, never contents. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

const current = new AsyncLocalStorage<Facts>();

/** One JSON line an event on standard error, so that standard output stays free for answers. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ ...current.getStore() }),
    },
    pino.destination(2),
  );
}

/** Every line that is logged by `work`, however deep within it, carries these facts. */
export function withFacts<T>(facts: Facts, work: () => T): T {
  return current.run({ ...current.getStore(), ...facts }, work);
}
