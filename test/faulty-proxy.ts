import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * `pass` forwards; `cut` ends all connections and takes none; `silent` takes them and forwards nothing more, as
 * a network that lost its route does; `slow` delays every chunk; `failing` answers each request with 500.
 */
export type ProxyMode = 'pass' | 'cut' | 'silent' | 'slow' | 'failing';

export type FaultyProxy = AsyncDisposable & {
  readonly port: number;
  readonly set: (mode: ProxyMode) => void;
};

const slowMs = 300;
const refusal = 'HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Stands between a server and what it leans on, on loopback. */
export async function startFaultyProxy(targetPort: number): Promise<FaultyProxy> {
  let mode: ProxyMode = 'pass';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (mode === 'cut') return client.destroy();
    const target = connect(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (chunk) => {
        if (mode === 'silent') return;
        if (mode === 'failing') return void client.end(refusal);
        if (mode === 'slow') setTimeout(() => to.write(chunk), slowMs);
        else to.write(chunk);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      // What went on in silence or in part cannot be taken up again.
      if (next === 'cut' || mode === 'silent' || mode === 'failing') endAll();
      mode = next;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      endAll();
    },
  };
}
