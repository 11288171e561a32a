import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../src/config.ts';
import { accessByOperation } from '../src/http/access.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The names that readConfig asks for. */
const variables = (() => {
  const asked = new Set<string>();
  readConfig(
    new Proxy({}, { get: (_target, name) => void asked.add(String(name)) }) as Record<string, undefined>,
    2,
  );
  return [...asked].sort();
})();

test('every setting is explained in docs/configuration.md and shown in .env.example, and no other', () => {
  const explained = [...read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
    (match) => match[1]!,
  );
  const shown = [...read('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map((match) => match[1]!);
  assert.deepEqual(explained.toSorted(), variables);
  assert.deepEqual(shown.toSorted(), variables);
});

test('every command of the command line is in its usage', () => {
  const main = read('src/cli/main.ts');
  const commands = [...main.matchAll(/^ {2}(\w+): async \(\)/gm)].map((match) => match[1]!);
  assert.ok(commands.length >= 4);
  for (const command of commands) assert.match(main, new RegExp(`^  mailroom ${command}\\b`, 'm'));
});

test('every operation of both APIs has its line in the table of what a key needs', () => {
  const sources = ['v1', 'v2'].flatMap((api) =>
    readdirSync(join(root, 'src/http', api)).map((name) => read(`src/http/${api}/${name}`)),
  );
  // Matches `resource({ name: 'files.list'` and its like; whoever signs in has no key.
  const names = sources
    .flatMap((source) => [...source.matchAll(/(?:resource|endpoint|parts, )\(?\{\s+name: '([\w.]+)'/g)])
    .map((match) => match[1]!)
    .filter((name) => name !== 'createSession');
  assert.deepEqual(Object.keys(accessByOperation).toSorted(), names.toSorted());
});

test('every event of the log is explained in docs/logs.md, and no other', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => read(join('src', path)));
  // Matches `log.warn({ pid }, 'reader process threw')`, over several lines too.
  const call = /\blog\.(?:fatal|error|warn|info|debug)\((?:(?!;\n)[\s\S]){0,300}?'([^'\n]+)',?\s*\)/g;
  const logged = new Set(sources.flatMap((text) => [...text.matchAll(call)].map((match) => match[1]!)));
  const explained = [...read('docs/logs.md').matchAll(/^\| `([^`]+)` \| (?:fatal|error|warn|info|debug)/gm)];
  assert.ok(logged.size > 20);
  assert.deepEqual(explained.map((match) => match[1]).toSorted(), [...logged].toSorted());
});

test('no link between the documents is broken', () => {
  const documents = [
    'README.md',
    'ARCHITECTURE.md',
    ...readdirSync(join(root, 'docs'), { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.md'))
      .map((path) => `docs/${path}`),
  ];
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1]!)
      .filter((target) => !existsSync(join(root, dirname(path), target)))
      .map((target) => `${path}: ${target}`),
  );
  assert.deepEqual(broken, []);
});

test('the folders of the source are on the map of ARCHITECTURE.md', () => {
  const map = read('ARCHITECTURE.md');
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of folders) assert.match(map, new RegExp(`\`${name}/\``));
});

test('every dependency has its line of reason', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const reasons = read('docs/decisions/003-dependencies.md');
  const unexplained = Object.keys({ ...dependencies, ...devDependencies })
    // Families share one line.
    .map((name) =>
      name.replace(/^@tesseract\.js-data\/.*/, '@tesseract.js-data/*').replace(/^@fastify\//, ''),
    )
    .filter((name) => !reasons.includes(`\`${name}\``) && !reasons.includes(`\`@fastify/${name}\``));
  assert.deepEqual(unexplained, []);
});

test('no file names a registry host', () => {
  const lock = read('package-lock.json');
  assert.doesNotMatch(lock, /"resolved": "http/);
});
