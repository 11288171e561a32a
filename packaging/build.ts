/**
 * What `npm pack` ships: Node strips no types below node_modules, so `src` becomes `dist`, file by file. Types
 * turn into blanks, so a line of a stack trace is the same line in the source.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { bundleDashboard, packDashboard } from '../src/http/dashboard-bundle.ts';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');
const target = join(root, 'dist');

await rm(target, { recursive: true, force: true });
for (const path of await readdir(source, { recursive: true })) {
  // The dashboard is bundled below.
  if (path.startsWith('web/') || /\.(test|contract|d)\.ts$/.test(path)) continue;
  if (path.endsWith('.json')) await cp(join(source, path), join(target, path));
  if (path.endsWith('.ts')) await compile(path);
}
const desk = join(target, 'web/desk.json');
await mkdir(dirname(desk), { recursive: true });
await writeFile(desk, packDashboard(await bundleDashboard()));

async function compile(path: string): Promise<void> {
  const text = await readFile(join(source, path), 'utf8');
  // Matches './x.ts' in imports, and in `new URL('./x.ts', import.meta.url)` alike.
  const code = stripTypeScriptTypes(text).replaceAll(/'(\.\.?\/[^'\n]+)\.ts'/g, "'$1.js'");
  const file = join(target, path.replace(/ts$/, 'js'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, code);
}
