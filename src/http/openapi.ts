/** The description of the API, made from the very schemas that check it. */
import swagger from '@fastify/swagger';
import type { FastifyInstance, RouteShorthandOptionsWithHandler } from 'fastify';
import packageJson from '../../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** Before the routes: it watches them being added. */
export async function addOpenApi(app: FastifyInstance, publicUrl: string | undefined): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Mailroom',
        version,
        description:
          'Documents in, their types and data out: upload a pile of files, get the type of each with a confidence, and the values of the fields that you ask for. Compatible with the API of Extracta.ai: a client changes its base URL and its key.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      tags: [
        { name: 'Document classification', description: 'Define types, upload files, get results' },
        { name: 'Data extraction', description: 'Define fields, upload files, get values' },
        { name: 'Account' },
        { name: 'Operation', description: 'For load balancers and operators; no key' },
      ],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key made by `mailroom keys`' },
        },
      },
    },
  });
}

export function openApiDocument(app: FastifyInstance): RouteShorthandOptionsWithHandler {
  return { schema: { hide: true }, handler: async () => app.swagger() };
}
