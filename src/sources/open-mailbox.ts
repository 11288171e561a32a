import { isIP } from 'node:net';
import type { ImapFlow } from 'imapflow';
import { Failure } from '../errors.ts';
import { pinAddresses } from '../jobs/webhook-address.ts';
import type { LookParts } from './look.ts';
import type { MailboxSettings } from './source-settings.ts';

export type Mailbox = AsyncDisposable & {
  readonly client: ImapFlow;
  readonly uidValidity: bigint;
  readonly mails: number;
};

const connectTimeoutMs = 20_000;
const silenceMaxMs = 60_000;

/** Signs in and opens the mail folder. The certificate of the server must be right for its name. */
export async function openMailbox({ look, limits, sealer, signal }: LookParts): Promise<Mailbox> {
  const { host, port, security, user, folder } = look.settings as MailboxSettings;
  const family = isIP(host);
  const url = new URL(`imap://${family === 6 ? `[${host}]` : host}`);
  const [address] = await pinAddresses(url, limits.allowPrivate, 'SOURCES_ALLOW_PRIVATE');
  // Loaded with the first mailbox: most servers have none.
  const imap = await import('imapflow');
  const client = new imap.ImapFlow({
    host: address!.address,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    ...(family === 0 && { servername: host }),
    auth: { user, pass: sealer.open(look.sealedSecret ?? '', look.id) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceMaxMs,
  });
  // What goes wrong is thrown by the call in hand as well.
  client.on('error', () => {});
  const onAbort = () => client.close();
  signal.addEventListener('abort', onAbort);
  const close = async () => {
    signal.removeEventListener('abort', onAbort);
    await client.logout().catch(() => client.close());
  };
  try {
    await client.connect();
    const { uidValidity, exists } = await client.mailboxOpen(folder);
    return { client, uidValidity, mails: exists, [Symbol.asyncDispose]: close };
  } catch (error) {
    client.close();
    await close();
    throw explain(error, `${host}:${port}`);
  }
}

/** What a mail server or the way to it did wrong, for a person; a stop stays a stop. */
export function explain(error: unknown, server: string): unknown {
  if (error instanceof Failure) return error;
  const { authenticationFailed, responseText, message } = error as {
    authenticationFailed?: boolean;
    responseText?: string;
    message?: string;
  };
  if (authenticationFailed) return new Failure('forbidden', `${server} refuses this user and password`);
  return new Failure('unavailable', `${server}: ${responseText ?? message ?? 'no answer'}`, { cause: error });
}
