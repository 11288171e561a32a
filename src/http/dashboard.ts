/**
 * The dashboard at `/`: one page and its assets. Paths without a dot are pages of it; what they show is in
 * the address, so a link shows a colleague the same.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Bundle, loadDashboard } from './dashboard-bundle.ts';
import { answerUnknownRoute } from './error-response.ts';

/** Nothing from outside, no script in the page: what a stranger's file says can never run. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The pages of the dashboard, as its router knows them. */
const pages = [
  '/',
  '/upload',
  '/batches',
  '/batches/*',
  '/review',
  '/review/*',
  '/classifications',
  '/classifications/*',
  '/templates',
  '/templates/*',
  '/sources',
  '/evaluation',
  '/operations',
];

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3d4fd6"/><path d="M7 11.5 16 18l9-6.5M7 10h18v13H7z" fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/></svg>`;

export type Dashboard = {
  readonly register: (app: FastifyInstance) => void;
  /** A browser on an address that is nothing gets a page, whoever else the refusal of the API. */
  readonly answerUnknown: (request: FastifyRequest, reply: FastifyReply) => unknown;
};

export function createDashboard(): Dashboard {
  let bundle: Promise<Bundle> | undefined;
  const bundled = () => {
    bundle ??= loadDashboard().catch((error: unknown) => {
      bundle = undefined;
      throw error;
    });
    return bundle;
  };
  return {
    register: (app) => addRoutes(app, bundled),
    answerUnknown: async (request, reply) => {
      if (!wantsPage(request)) {
        answerUnknownRoute(request, reply);
        return undefined;
      }
      const { unknown } = await bundled();
      return secure(reply).code(404).type('text/html; charset=utf-8').send(unknown);
    },
  };
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !url.startsWith('/api/') && /\btext\/html\b/i.test(headers.accept ?? '');
}

function addRoutes(app: FastifyInstance, bundled: () => Promise<Bundle>): void {
  for (const path of pages) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      const { page } = await bundled();
      return secure(reply).type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    });
  }
  app.get('/assets/icon.svg', { schema: { hide: true } }, async (_request, reply) =>
    secure(reply).type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
  app.get('/assets/:name', { schema: { hide: true } }, async (request, reply) => {
    const asset = (await bundled()).assets.get(request.url.split('?', 1)[0]!);
    if (asset === undefined) return reply.callNotFound();
    // The name holds the content's hash.
    return secure(reply)
      .type(asset.mediaType)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(asset.body);
  });
}

function secure(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  });
}
