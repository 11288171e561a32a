import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `pass` forwards; `cut` ends all connections and takes none; `silent` takes them and forwards nothing more, as
 * a network that lost its route does; `slow` delays every chunk; `failing` answers each request with 500, `full`
 * with 507.
 */
export type ProxyMode = 'pass' | 'cut' | 'silent' | 'slow' | 'failing' | 'full';

export type FaultyProxy = AsyncDisposable & {
  readonly port: number;
  readonly set: (mode: ProxyMode) => void;
};

const slowMs = 300;
const refusals: Partial<Record<ProxyMode, string>> = {
  failing: 'HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  full: 'HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
};

/** Stands between a server and what it leans on, on this machine: at one port of each of `hosts`. */
export async function startFaultyProxy(
  targetPort: number,
  hosts: readonly [string, ...string[]],
): Promise<FaultyProxy> {
  let mode: ProxyMode = 'pass';
  const sockets = new Set<Socket>();
  const serve = (client: Socket) => {
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
      let sent = Promise.resolve();
      from.on('data', (chunk) => {
        if (mode === 'silent') return;
        const refusal = refusals[mode];
        if (refusal !== undefined) return void client.end(refusal);
        const delayMs = mode === 'slow' ? slowMs : 0;
        // In their order, also where the mode changes in between.
        sent = sent.then(async () => {
          if (delayMs > 0) await sleep(delayMs);
          to.write(chunk);
        });
      });
    }
  };
  const [first, ...others] = hosts.map(() => createServer(serve)) as [Server, ...Server[]];
  await once(first.listen(0, hosts[0]), 'listening');
  const { port } = first.address() as AddressInfo;
  for (const [index, other] of others.entries()) {
    await once(other.listen(port, hosts[index + 1]), 'listening');
  }
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    set(next) {
      // What went on in silence or in part cannot be taken up again.
      if (next === 'cut' || mode === 'silent' || refusals[mode] !== undefined) endAll();
      mode = next;
    },
    async [Symbol.asyncDispose]() {
      for (const server of [first, ...others]) server.close();
      endAll();
    },
  };
}
