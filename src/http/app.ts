/**
 * The HTTP edge: what can be asked, in one place. Handlers are thin; what they do lies in storage.
 *
 * Invariant: every refusal has the error body, no refusal tells whether another workspace's id exists, and
 * nothing is read from a body before its sender is known.
 */
import { createSecretKey, randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import { Failure } from '../errors.ts';
import { type Log, withFacts } from '../log.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { Database } from '../storage/database.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type OpenSpan, openSpan } from '../telemetry/trace.ts';
import { callerOf, createAuthentication, createBindingCheck } from './authenticate.ts';
import { addBodyParsers } from './body-parsers.ts';
import { answerBrokenRequest } from './broken-request.ts';
import type { Dashboard } from './dashboard.ts';
import { docsPage } from './docs/docs-page.ts';
import { answerUnknownRoute, createErrorHandler } from './error-response.ts';
import { health, live, ready } from './health.ts';
import { addOpenApi, openApiDocument, version } from './openapi.ts';
import type { CountPages } from './page-counts.ts';
import { sendFile } from './send-file.ts';
import type { UploadGate } from './upload-gate.ts';
import { createClassification } from './v1/create-classification.ts';
import { createExtraction } from './v1/create-extraction.ts';
import { credits } from './v1/credits.ts';
import { deleteBatch } from './v1/delete-batch.ts';
import { deleteClassification } from './v1/delete-classification.ts';
import { deleteExtraction } from './v1/delete-extraction.ts';
import { deleteFiles } from './v1/delete-files.ts';
import { getBatchResults } from './v1/get-batch-results.ts';
import { getResults } from './v1/get-results.ts';
import { updateClassification } from './v1/update-classification.ts';
import { updateExtraction } from './v1/update-extraction.ts';
import { uploadExtractionFiles, uploadFiles } from './v1/upload-files.ts';
import { viewClassification } from './v1/view-classification.ts';
import { viewExtraction } from './v1/view-extraction.ts';

export type HttpSettings = {
  /** Absolute base of file URLs, without a trailing slash; the request's own host where it is not set. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly fileBytesMax: number;
  readonly filesPerUploadMax: number;
  readonly fileUrlTtlMs: number;
  readonly requestsPerMinute: number;
  readonly lowerCaseTypes: boolean;
  /** `status` of a finished getBatchResults; none where undefined, as at the vendor. */
  readonly batchResultsStatus: 'processed' | undefined;
  /** Types may link to extractions that do not exist. */
  readonly acceptUnknownExtractions: boolean;
};

export type AppParts = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
  readonly settings: HttpSettings;
  /** Secret of this installation: signs the links to files. */
  readonly signingKey: Buffer;
  readonly countPages: CountPages;
  readonly uploadGate: UploadGate;
  /** Asked for what there is no route for; absent: the refusal of the API. */
  readonly answerUnknown?: Dashboard['answerUnknown'];
  /** Called after an upload is committed: wakes the queue. */
  readonly onUpload: () => void;
};

/** Listens nowhere yet: `listen` serves it, `inject` asks it without a port. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { database, blobs, log, settings } = parts;
  const signingKey = createSecretKey(parts.signingKey);
  const fileUrls = { signingKey, ttlMs: settings.fileUrlTtlMs, publicUrl: settings.publicUrl };
  const uploads = { ...parts, limits: settings, fileUrls };
  const links = { database, log, acceptUnknownExtractions: settings.acceptUnknownExtractions };
  const app = createServer(parts);
  await addDefences(app);
  await addOpenApi(app, settings.publicUrl);

  await app.register(
    async (v1) => {
      await addAccess(v1, database, settings.requestsPerMinute);
      v1.post('/documentClassification/createClassification', createClassification(links));
      v1.post('/documentClassification/viewClassification', viewClassification(database));
      v1.patch('/documentClassification/updateClassification', updateClassification(links));
      v1.post('/documentClassification/uploadFiles', uploadFiles(uploads));
      v1.post('/documentClassification/getResults', getResults(database, fileUrls, settings));
      v1.delete('/documentClassification/deleteFiles', deleteFiles(database, blobs, log));
      v1.delete('/documentClassification/deleteBatch', deleteBatch(database, blobs, log));
      v1.delete('/documentClassification/deleteClassification', deleteClassification(database, blobs, log));
      v1.post('/createExtraction', createExtraction(database));
      v1.post('/viewExtraction', viewExtraction(database));
      v1.patch('/updateExtraction', updateExtraction(database));
      v1.delete('/deleteExtraction', deleteExtraction(database, blobs, log));
      v1.post('/uploadFiles', uploadExtractionFiles(uploads));
      v1.post('/getBatchResults', getBatchResults(database, fileUrls, settings));
      v1.get('/credits', credits());
    },
    { prefix: '/api/v1' },
  );
  app.get('/files/:fileId/:name', sendFile(database, blobs, signingKey));
  app.get('/health', health(database, version));
  app.get('/livez', live());
  app.get('/readyz', ready(database));
  app.get('/openapi.json', openApiDocument(app));
  app.get('/docs', docsPage(app));
  return app;
}

/** JSON bodies: 500 types with 500 unique words each are about 2 MB. Uploads have limits of their own. */
const jsonBytesMax = 4 * 1024 * 1024;

/** A slow client holds a socket, nothing else. A phone on a bad line needs seconds for its headers. */
const headersTimeoutMs = 20_000;
/** No byte in either direction: the other side is gone. Nothing we do takes as long before it answers. */
const idleTimeoutMs = 120_000;
/** A whole request, body included: 1 GB at 2.5 Mbit/s takes 53 minutes. */
const requestTimeoutMs = 3_600_000;
/** Longer than the 60 s of common load balancers, which else reuse a connection that we are closing. */
const keepAliveTimeoutMs = 72_000;

function createServer({
  log,
  settings,
  metrics,
  answerUnknown = answerUnknownRoute,
}: AppParts): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // The id stands in every line of a request, also of parts that know no request: see the hook below.
    childLoggerFactory: (logger) => logger,
    bodyLimit: jsonBytesMax,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    http: { headersTimeout: headersTimeoutMs },
    connectionTimeout: idleTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    // Clients write the base URL with and without a slash at its end. File names are up to 255 characters
    // of four bytes, three characters a byte.
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 4_096 },
    // As lenient as clients are sloppy: one word for a list of words, a number for a text, unknown keys.
    ajv: { customOptions: { coerceTypes: 'array', removeAdditional: false, allErrors: false } },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => createErrorHandler()(error, request, reply),
  });
  addBodyParsers(app);
  // Our own objects in our own order; the schemas document and the tests hold them.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.setErrorHandler(createErrorHandler());
  app.setNotFoundHandler(answerUnknown);
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const span = openSpan({ kind: 'server', traceparent: traceparent?.toString() });
    spans.set(request, span);
    span.run(() => withFacts({ request: request.id }, done));
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route, not the URL: links are secrets.
    const { url: route = 'none' } = request.routeOptions;
    const { method } = request;
    const status = reply.statusCode;
    metrics?.requestAnswered({ method, route, status, seconds: reply.elapsedTime / 1000 });
    const attributes = { request: request.id, 'http.response.status_code': status };
    spans.get(request)?.end({ name: `${method} ${route}`, attributes, failed: status >= 500 });
    request.log.debug({ method, route, status, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
  return app;
}

async function addDefences(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    // Whether this host (and its neighbours) speak only TLS is for the operator's proxy to say.
    strictTransportSecurity: false,
  });
  // Keys travel in a header that only the caller's own code sets, never in cookies: any page may ask.
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: ['retry-after', 'x-request-id', 'content-disposition'],
    maxAge: 86_400,
  });
}

async function addAccess(v1: FastifyInstance, database: Database, requestsPerMinute: number): Promise<void> {
  v1.addHook('onRequest', createAuthentication(database));
  v1.addHook('preHandler', createBindingCheck(database));
  // The vendor answers what does not exist with 400; clients' tests say so.
  v1.setErrorHandler(createErrorHandler({ not_found: 400 }));
  await v1.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => callerOf(request).id,
    errorResponseBuilder: (_request, { after }) =>
      new Failure('too_many_requests', `Too many requests with this key; try again in ${after}`),
  });
}
