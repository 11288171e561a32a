const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Ten attempts over three days: the waits between them add up to 71.6 hours. */
const waitsMs = [
  5 * second,
  30 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  20 * hour,
  34 * hour,
] as const;

/** Share of a wait by which it varies, so that receivers that were down are not met by all at once. */
const jitter = 0.2;
/** A receiver may ask for more patience than the schedule has, but not for ever. */
const retryAfterMaxMs = 24 * hour;

/** Until the next attempt after the `attempt`th failed; undefined where it was the last. */
export function nextWaitMs(
  attempt: number,
  { retryAfter, now = Date.now(), random = Math.random }: WaitOptions = {},
): number | undefined {
  const wait = waitsMs[attempt - 1];
  if (wait === undefined) return undefined;
  const varied = Math.round(wait * (1 - jitter + 2 * jitter * random()));
  return Math.max(varied, Math.min(retryAfterMaxMs, retryAfterMs(retryAfter, now)));
}

type WaitOptions = {
  readonly retryAfter?: string | undefined;
  readonly now?: number;
  readonly random?: () => number;
};

/** Seconds or a date, as HTTP has it; 0 where it says nothing. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * second : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}
