/** Dovecot on the loopback, with a certificate of its own and one user: what mail servers out there run. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { until } from './server-process.ts';

const run = promisify(execFile);
const program = '/usr/sbin/dovecot';
export const mailUser = { user: 'office', pass: 'correct-horse-battery' };

export type MailServer = AsyncDisposable & {
  readonly port: number;
  /** Path of the certificate, to be trusted by NODE_EXTRA_CA_CERTS. */
  readonly certificate: string;
  readonly signIn: () => Promise<ImapFlow & AsyncDisposable>;
};

/** Why there is no mail server to test with; false where there is one. */
export function mailServerMissing(): string | false {
  if (!existsSync(program)) return 'dovecot is not installed (apt-get install dovecot-imapd)';
  return userInfo().uid === 0 ? false : 'dovecot needs root here';
}

export async function startMailServer(): Promise<MailServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-dovecot-')));
  await chmod(folder.path, 0o755);
  const { stdout } = await run('id', ['-u', 'mail']);
  const uid = Number(stdout);
  await mkdir(join(folder.path, 'mail'));
  await chown(join(folder.path, 'mail'), uid, uid);
  const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    ...subject,
  ]);
  const port = await freePort();
  const config = join(folder.path, 'dovecot.conf');
  await writeFile(config, configure(folder.path, port, uid));
  const child: ChildProcess = spawn(program, ['-F', '-c', config], { stdio: 'ignore' });
  stack.defer(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  });
  const trusted = await readFile(certificate);
  const signIn = async () => {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: true,
      auth: mailUser,
      logger: false,
      tls: { ca: trusted },
    });
    await client.connect();
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.logout() });
  };
  await until('the mail server', async () => {
    if (child.exitCode !== null) throw new Error(`dovecot ended with ${child.exitCode}`);
    await using client = await signIn().catch(() => undefined as never);
    return client === undefined ? undefined : true;
  });
  const owned = stack.move();
  return { port, certificate, signIn, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function configure(path: string, port: number, uid: number): string {
  return `
base_dir = ${path}/run
state_dir = ${path}/state
log_path = ${path}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${path}/cert.pem
ssl_key = <${path}/key.pem
mail_location = maildir:${path}/mail/%u
first_valid_uid = 1
passdb {
  driver = static
  args = password=${mailUser.pass}
}
userdb {
  driver = static
  args = uid=${uid} gid=${uid} home=${path}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
