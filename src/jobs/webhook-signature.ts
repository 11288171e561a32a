/** Two signatures on each event: Extracta's, and that of the Standard Webhooks specification. */
import { createHmac } from 'node:crypto';

export type SignedEvent = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

const vendorPrefix = 'E_AI_K_';
const standardPrefix = 'whsec_';

/**
 * Extracta's receivers sign `JSON.stringify(body.result)` as they parsed it: so what is signed and sent here
 * has been through parse and stringify once (integer-like keys move to the front, `1.0` becomes `1`).
 */
export function signEvent(
  { id, event, result }: { readonly id: string; readonly event: string; readonly result: unknown },
  secret: string,
  now = Date.now(),
): SignedEvent {
  const parsed = JSON.parse(JSON.stringify({ event, result })) as { result: unknown };
  const body = JSON.stringify(parsed);
  const timestamp = String(Math.floor(now / 1000));
  const vendor = sign(secret.replace(vendorPrefix, ''), JSON.stringify(parsed.result));
  const standard = sign(standardKey(secret), `${id}.${timestamp}.${body}`);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mailroom',
      'x-webhook-signature': vendor,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${standard}`,
    },
  };
}

/** The secret as libraries of Standard Webhooks want it, whatever its form. */
export function standardSecret(secret: string): string {
  return secret.startsWith(standardPrefix)
    ? secret
    : `${standardPrefix}${Buffer.from(secret, 'utf8').toString('base64')}`;
}

function standardKey(secret: string): Buffer {
  return Buffer.from(standardSecret(secret).slice(standardPrefix.length), 'base64');
}

function sign(key: string | Buffer, message: string): string {
  return createHmac('sha256', key).update(message).digest('base64');
}
