import { isIP } from 'node:net';
import { Failure } from '../errors.ts';
import { type EventName, eventNames } from '../storage/webhook-deliveries.ts';
import { isPublicAddress } from './webhook-address.ts';

/** What a receiver written for Extracta knows. */
const eventsDefault: readonly EventName[] = ['extraction.processed', 'extraction.failed'];
const urlCharactersMax = 2000;
/** Short enough for the shortest key that Mailroom takes: a webhook's secret may be an API key. */
const secretCharactersMin = 16;
const secretCharactersMax = 512;

/** Checks what a person set; names with an address are looked at when they are used. */
export function checkWebhookUrl(text: string, allowPrivate: boolean): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || text.length > urlCharactersMax) {
    throw invalid(`The URL must begin with http:// or https://, not "${text.slice(0, 100)}"`);
  }
  if (url.username !== '' || url.password !== '') throw invalid('The URL must not hold a password');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && (host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host)))) {
    throw invalid(`${host} is no public address; the operator can allow it with WEBHOOK_ALLOW_PRIVATE=true`);
  }
  return url.href;
}

export function checkEvents(names: readonly string[] | undefined): readonly EventName[] {
  if (names === undefined || names.length === 0) return eventsDefault;
  return names.map((name) => {
    const known = eventNames.find((event) => event === name);
    if (known === undefined) throw invalid(`There are the events ${eventNames.join(', ')}, not "${name}"`);
    return known;
  });
}

export function checkSecret(secret: string | undefined): string | undefined {
  if (secret === undefined) return undefined;
  if (secret.length < secretCharactersMin || secret.length > secretCharactersMax) {
    throw invalid(`The secret must have ${secretCharactersMin} to ${secretCharactersMax} characters`);
  }
  return secret;
}

function invalid(message: string): Failure {
  return new Failure('invalid_request', message);
}
