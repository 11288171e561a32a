const numbers = new Intl.NumberFormat('en');

export const formatNumber = (value: number) => numbers.format(value);

export const plural = (count: number, noun: string, nouns = `${noun}s`) =>
  `${formatNumber(count)} ${count === 1 ? noun : nouns}`;

/** No answer of a machine is shown as certain. */
export function formatConfidence(confidence: number): string {
  return `${Math.min(99, Math.floor(confidence * 100))} %`;
}

/** `97.5 %`: of a figure, which may be certain. */
export function formatShare(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** `today, 14:05` or `3 Mar 2024, 14:05`. */
export function formatTime(time: string, now = new Date()): string {
  const date = new Date(time);
  const name = date.toDateString() === now.toDateString() ? 'Today' : day.format(date);
  return `${name}, ${clock.format(date)}`;
}

/** `4 s`, `12 min`, `3 h`, `2 d`. */
export function formatAge(time: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
