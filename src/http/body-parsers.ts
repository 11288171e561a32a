/** How bodies become values. JSON is what we speak; the rest is courtesy to clients seen in the wild. */
import type { FastifyInstance } from 'fastify';
import { parse as parseSafely } from 'secure-json-parse';
import { Failure } from '../errors.ts';

export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // Clients send the header with every request, a body or not; the schema names what is missing.
  app.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'string' },
    async (_: unknown, body: string) => (body.trim() === '' ? {} : parseJson(body)),
  );
  // `curl -d '{…}'` without a header says it is a form, and one published client sends real forms.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_: unknown, body: string) =>
      body.trimStart().startsWith('{') ? parseJson(body) : parseForm(body),
  );
  // Left in the socket: the upload reads it part by part.
  app.addContentTypeParser(/^multipart\/form-data/i, async (_: unknown, body: unknown) => body);
}

/** `__proto__` and `constructor.prototype` keys are refused, not dropped: nobody sends them by accident. */
export function parseJson(body: string): unknown {
  if (zeroInJson.test(body)) throw zeroRefused();
  try {
    return parseSafely(body, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    const reason = cause instanceof Error ? withoutQuote(cause.message) : 'it cannot be read';
    // Without its cause, whose message quotes the body.
    throw new Failure('invalid_request', `The body is not valid JSON: ${reason}`);
  }
}

/**
 * `Unexpected token 'h', ..."Secret": hush"... is not valid JSON`: V8 quotes what stands around the fault, which may be a
 * key or a password, and answers are logged on their way.
 */
function withoutQuote(message: string): string {
  return message.replace(/(, )?(\.\.\.)?".*$/s, '') || 'there is none in it';
}

/** `\\u0000` as JSON writes the character; `\\\\u0000` is a backslash and five letters. */
const zeroInJson = /(?<!\\)(?:\\\\)*\\u0000/;

/** PostgreSQL's text cannot hold it: a type's name would come back as another one. */
function zeroRefused(): Failure {
  return new Failure('invalid_request', 'The body holds the character 0 (\\u0000), which no text may have');
}

/** Flat keys; `fileIds[]=a&fileIds[]=b` and a repeated key become a list. */
export function parseForm(body: string): Readonly<Record<string, string | string[]>> {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(body)) {
    if (/^(__proto__|constructor|prototype)\b/.test(key)) {
      throw new Failure('invalid_request', `The body must not have a field named ${key}`);
    }
    if (key.includes('\0') || value.includes('\0')) throw zeroRefused();
    const known = values.get(key);
    // Lengthened in place: a key two hundred thousand times held the server for minutes otherwise.
    if (known !== undefined) known.push(value);
    else values.set(key, [value]);
  }
  return Object.fromEntries(
    [...values].map(([key, all]) => [key, all.length === 1 && !key.endsWith('[]') ? all[0]! : all]),
  );
}
