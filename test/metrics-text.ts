import assert from 'node:assert/strict';
import { type ServerProcess, until } from './server-process.ts';

/** One line of the exposition format. */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

export async function metricsUrlOf({ output }: ServerProcess): Promise<string> {
  return until('the metrics to listen', async () => /Metrics on (\S+)/.exec(output())?.[1]);
}

export async function scrape(server: ServerProcess): Promise<{ text: string; samples: readonly Sample[] }> {
  const response = await fetch(await metricsUrlOf(server));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  return { text, samples: parseSamples(text) };
}

/** Matches `name{label="value",…} 12.5`. */
function parseSamples(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = /^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/i.exec(line)!;
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [
        key,
        text,
      ]);
      return { name: name!, labels: Object.fromEntries(pairs), value: Number(value) };
    });
}

/** The sum of a metric's samples that have these labels. */
export function total(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const isAsked = (sample: Sample) =>
    sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
  return samples.filter(isAsked).reduce((sum, { value }) => sum + value, 0);
}
