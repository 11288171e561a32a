import { type Logger, pino } from 'pino';

export type Log = Logger;

/** One JSON line an event on standard error, so that standard output stays free for answers. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
