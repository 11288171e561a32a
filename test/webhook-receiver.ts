import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceivedEvent = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: { readonly event: string; readonly result: readonly Record<string, any>[] };
};

/** What a customer runs to be told. */
export type Receiver = AsyncDisposable & {
  readonly url: string;
  readonly received: readonly ReceivedEvent[];
};

/** Answers 200, or what `answer` says; undefined leaves the request without an answer. */
export async function startReceiver(
  answer: () => number | undefined = () => 200,
  host = '127.0.0.1',
): Promise<Receiver> {
  const received: ReceivedEvent[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    received.push({ headers: request.headers, body, json: JSON.parse(body) });
    const status = answer();
    if (status !== undefined) response.writeHead(status).end();
  }).listen(0, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/hook`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The vendor's recipe for receivers, written from its description. */
export function vendorSignature(body: string, secret: string): string {
  const key = secret.replace('E_AI_K_', '');
  return createHmac('sha256', key)
    .update(JSON.stringify(JSON.parse(body).result))
    .digest('base64');
}
