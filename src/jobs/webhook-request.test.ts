import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { postEvent } from './webhook-request.ts';
import { signEvent } from './webhook-signature.ts';

const event = signEvent({ id: 'msg_1', event: 'ping', result: [] }, 'secret-secret-secret');

async function receiver(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://localhost:${port}/hook?x=1`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('the answer comes with its status, its wish to wait, and its first 2 kB', async () => {
  await using server = await receiver((_request, response) => {
    response.writeHead(503, { 'retry-after': '7' }).end('x'.repeat(200_000));
  });
  const reply = await postEvent(server.url, event, { allowPrivate: true });
  assert.deepEqual([reply.status, reply.retryAfter, reply.text.length], [503, '7', 2048]);
});

test('a redirect is an answer, not a way', async () => {
  let requests = 0;
  await using server = await receiver((request, response) => {
    requests += 1;
    response.writeHead(307, { location: request.url }).end();
  });
  assert.equal((await postEvent(server.url, event, { allowPrivate: true })).status, 307);
  assert.equal(requests, 1);
});

test('a receiver that is silent, or never ends its answer, is left', async () => {
  await using silent = await receiver(() => {});
  await assert.rejects(postEvent(silent.url, event, { allowPrivate: true, timeoutMs: 100 }), /No answer/);
  await using endless = await receiver((_request, response) => {
    const more = () => response.write('x'.repeat(10_000), () => response.destroyed || more());
    more();
  });
  assert.equal((await postEvent(endless.url, event, { allowPrivate: true })).status, 200);
});

test('what is sent is what was signed, under the name of the host', async () => {
  const bodies: string[] = [];
  await using server = await receiver(async (request, response) => {
    const chunks = await Array.fromAsync(request);
    bodies.push(`${request.method} ${request.url} ${request.headers.host} ${Buffer.concat(chunks)}`);
    response.end();
  });
  await postEvent(server.url, event, { allowPrivate: true });
  assert.deepEqual(bodies, [`POST /hook?x=1 ${server.url.host} ${event.body}`]);
});
