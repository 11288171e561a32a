import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

/** Who may import whom. ARCHITECTURE.md quotes this table. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  log: [],
  config: [],
  telemetry: ['log'],
  reading: ['errors'],
  classification: ['errors', 'reading'],
  extraction: ['errors', 'reading'],
  engine: ['errors', 'log', 'telemetry', 'reading', 'classification', 'extraction'],
  evaluation: ['errors', 'log', 'telemetry', 'reading', 'classification', 'extraction', 'engine'],
  storage: ['errors', 'log', 'telemetry', 'reading', 'classification', 'extraction'],
  jobs: [
    'errors',
    'log',
    'telemetry',
    'reading',
    'classification',
    'extraction',
    'engine',
    'evaluation',
    'storage',
  ],
  sources: ['errors', 'log', 'reading', 'classification', 'extraction', 'engine', 'storage', 'jobs'],
  http: [
    'errors',
    'log',
    'telemetry',
    'reading',
    'classification',
    'extraction',
    'engine',
    'storage',
    'jobs',
    'sources',
  ],
  web: ['http'],
};
/** They wire everything; nothing imports them. */
const roots = ['server', 'cli'];
const source = resolve(import.meta.dirname, '../src');

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.tsx?$/.test(path),
);
const sliceOf = (path: string) => path.split('/')[0]!.replace(/\.ts$/, '');

test('every folder of the source has its place in the import table', () => {
  const slices = new Set(files.map(sliceOf));
  const unknown = [...slices].filter((slice) => !(slice in allowed) && !roots.includes(slice));
  assert.deepEqual(unknown, []);
});

for (const slice of Object.keys(allowed)) {
  test(`${slice} imports only ${allowed[slice]!.join(', ') || 'nothing of ours'}`, () => {
    const wrong = files
      .filter((path) => sliceOf(path) === slice && !path.endsWith('.test.ts'))
      .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
      .filter(({ target }) => target !== slice && !allowed[slice]!.includes(target))
      .map(({ path, target }) => `${path} imports ${target}`);
    assert.deepEqual(wrong, []);
  });
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(source, path), 'utf8');
  // Matches `from './x.ts'` and `import('./x.ts')`.
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
    .map((match) => relative(source, resolve(dirname(join(source, path)), match[1]!)))
    .filter((target) => !target.startsWith('..'))
    .map(sliceOf);
}
