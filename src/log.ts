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
      serializers: { err: describeError, cause: describeError },
      mixin: () => ({ ...current.getStore() }),
    },
    pino.destination(2),
  );
}

/**
 * Kind, words and stack of an error, causes included, and nothing else of it: PostgreSQL hangs the whole row on what
 * it refuses, S3 the request with its token, an address that is none the text with its password.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error === undefined ? undefined : String(error);
  const { type, message, stack } = pino.stdSerializers.err(error);
  const { code } = error as { code?: unknown };
  return { type, message, ...(typeof code === 'string' && { code }), stack };
}

/** Every line that is logged by `work`, however deep within it, carries these facts. */
export function withFacts<T>(facts: Facts, work: () => T): T {
  return current.run({ ...current.getStore(), ...facts }, work);
}
