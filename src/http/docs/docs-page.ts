import type { FastifyInstance, RouteShorthandOptionsWithHandler } from 'fastify';

export function docsPage(app: FastifyInstance): RouteShorthandOptionsWithHandler {
  return {
    schema: { hide: true },
    handler: async (_request, reply) => reply.type('text/html').send(`<pre>${JSON.stringify(app.swagger())}`),
  };
}
