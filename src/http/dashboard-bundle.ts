/**
 * The dashboard's files, made from `src/web` when they are first asked for: 60 ms, then they are kept in
 * memory. So there is no build to forget. The published package has no `src`: there they were made beforehand.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Asset = { readonly body: string; readonly mediaType: string };
export type Bundle = {
  readonly page: string;
  /** For addresses that are no page; it runs no script. */
  readonly unknown: string;
  readonly assets: ReadonlyMap<string, Asset>;
};

const entry = fileURLToPath(new URL('../web/main.tsx', import.meta.url));
const packed = new URL('../web/desk.json', import.meta.url);

export async function loadDashboard(): Promise<Bundle> {
  if (!existsSync(packed)) return bundleDashboard();
  const { page, unknown, assets } = JSON.parse(await readFile(packed, 'utf8'));
  return { page, unknown, assets: new Map(assets) };
}

/** As `loadDashboard` finds it in the published package. */
export function packDashboard({ page, unknown, assets }: Bundle): string {
  return JSON.stringify({ page, unknown, assets: [...assets] });
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
  const paths = [...assets.keys()];
  const styles = paths.filter((path) => path.endsWith('.css')).map(toStyle);
  const scripts = paths.filter((path) => path.endsWith('.js')).map(toScript);
  return {
    page: toPage('Mailroom', [...styles, ...scripts], desk),
    unknown: toPage('Not here · Mailroom', styles, nothing),
    assets,
  };
}

const toStyle = (path: string) => `<link rel="stylesheet" href="${path}">`;
const toScript = (path: string) => `<script type="module" src="${path}"></script>`;

const desk = `<div id="desk"></div><noscript>Mailroom's desk needs JavaScript; its API does not: see /docs.</noscript>`;

/** Does not repeat the address: it is a stranger's text. */
const nothing = `<main class="lost">
<section class="empty">
<svg viewBox="0 0 64 48" aria-hidden="true"><path d="M4 14 32 32l28-18M4 12h56v32H4z"/></svg>
<h1>There is no page here</h1>
<p>The link may not be whole. Everything that came in is found from the start.</p>
<a class="button primary" href="/">Open Mailroom</a>
<p><a href="/docs">API reference</a></p>
</section>
</main>`;

function toPage(title: string, tags: readonly string[], body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${tags.join('\n')}
</head>
<body>${body}</body>
</html>
`;
}
