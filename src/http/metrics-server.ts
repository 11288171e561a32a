/**
 * Metrics and probes on a port of their own. A scraper has no key of a workspace, and what it reads is about
 * all of them: so this port is never the one that a proxy opens to the world, and it is off until it is set.
 */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export type MetricsServer = AsyncDisposable & {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
};

export type MetricsServerOptions = {
  readonly metrics: Metrics;
  readonly port: number;
  readonly host: string;
  /** Throws where the server cannot do its work. */
  readonly checkReady: () => Promise<void>;
  readonly log: Log;
};

export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer(answerScrapes(options));
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerScrapes({ metrics, checkReady, log }: MetricsServerOptions): RequestListener {
  const answerTo: Readonly<Record<string, () => Promise<string>>> = {
    '/metrics': () => metrics.registry.metrics(),
    '/livez': async () => 'ok\n',
    '/readyz': async () => {
      await checkReady();
      return 'ok\n';
    },
  };
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const isKnown = Object.hasOwn(answerTo, path) && ['GET', 'HEAD'].includes(request.method ?? '');
    const type = path === '/metrics' ? metrics.registry.contentType : 'text/plain; charset=utf-8';
    response.setHeader('content-type', type);
    try {
      if (!isKnown) response.writeHead(404).end('There is /metrics, /livez and /readyz\n');
      else response.end(await answerTo[path]!());
    } catch (error) {
      log.error({ err: error, path }, 'metrics or probe failed');
      response.writeHead(503).end('unavailable\n');
    }
  };
}
