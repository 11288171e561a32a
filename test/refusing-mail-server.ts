/** A mail server that refuses each command in the command's own words, and remembers them. */
import { once } from 'node:events';
import { createServer } from 'node:net';

export type RefusingMail = AsyncDisposable & {
  readonly port: number;
  /** All that it was told. */
  readonly got: () => string;
};

export async function startRefusingMail(): Promise<RefusingMail> {
  let got = '';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    socket.setEncoding('utf8').on('data', (text: string) => {
      got += text;
      for (const line of text.split('\r\n').filter(Boolean)) {
        const tag = line.split(' ', 1)[0];
        if (/ CAPABILITY$/i.test(line)) socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`);
        else socket.write(`${tag} BAD this is no command: ${line}\r\n`);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    got: () => got,
    async [Symbol.asyncDispose]() {
      server.close();
    },
  };
}
