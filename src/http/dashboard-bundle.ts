/**
 * The dashboard's files, made from `src/web` when they are first asked for: 60 ms, then they are kept in
 * memory. So there is no build to forget. The published package has no `src`: there they were made beforehand.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Asset = { readonly body: string; readonly mediaType: string };
export type Bundle = { readonly page: string; readonly assets: ReadonlyMap<string, Asset> };

const entry = fileURLToPath(new URL('../web/main.tsx', import.meta.url));
const packed = new URL('../web/desk.json', import.meta.url);

export async function loadDashboard(): Promise<Bundle> {
  if (!existsSync(packed)) return bundleDashboard();
  const { page, assets } = JSON.parse(await readFile(packed, 'utf8'));
  return { page, assets: new Map(assets) };
}

/** As `loadDashboard` finds it in the published package. */
export function packDashboard({ page, assets }: Bundle): string {
  return JSON.stringify({ page, assets: [...assets] });
}

export async function bundleDashboard(): Promise<Bundle> {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: '/',
    write: false,
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  // The service process would stay for ever, and it is needed once.
  await stop();
  const assets = new Map<string, Asset>();
  for (const { path, text } of outputFiles) {
    const extension = path.slice(path.lastIndexOf('.') + 1);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    const mediaType = extension === 'css' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
    assets.set(`/assets/desk-${hash}.${extension}`, { body: text, mediaType });
  }
  return { page: toPage([...assets.keys()]), assets };
}

function toPage(paths: readonly string[]): string {
  const tags = paths.map((path) =>
    path.endsWith('.css')
      ? `<link rel="stylesheet" href="${path}">`
      : `<script type="module" src="${path}"></script>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mailroom</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${tags.join('\n')}
</head>
<body><div id="desk"></div><noscript>Mailroom's desk needs JavaScript; its API does not: see /docs.</noscript></body>
</html>
`;
}
