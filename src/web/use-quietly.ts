import { useEffect, useRef } from 'preact/hooks';

/** A batch tells of itself several times a second; a list that jumps as often cannot be read. */
const pauseMs = 2_000;

/** Does it when the value changes: at once, then not again before a pause is over. */
export function useQuietly(value: string, action: () => void): void {
  const latest = useRef(action);
  latest.current = action;
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const waitMs = Math.max(0, lastAt.current + pauseMs - performance.now());
    const timer = setTimeout(() => {
      lastAt.current = performance.now();
      latest.current();
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value]);
}
