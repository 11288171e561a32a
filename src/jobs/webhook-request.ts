import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { type PinnedAddress, pinAddresses } from './webhook-address.ts';
import type { SignedEvent } from './webhook-signature.ts';

export type Reply = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The beginning of the body. */
  readonly text: string;
};

export type PostOptions = {
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal;
  /** 10 s where not given. */
  readonly timeoutMs?: number;
};

/** Name, connection and answer together. */
const timeoutMsDefault = 10_000;
/** Of an answer: no more is read, whatever its length. */
const answerBytesMax = 64 * 1024;
/** Of an answer: what the log keeps. */
const keptBytesMax = 2048;

/** One POST, to an address that was looked at before. Redirects are answers like any other: not followed. */
export async function postEvent(url: URL, event: SignedEvent, options: PostOptions): Promise<Reply> {
  const { allowPrivate, signal, timeoutMs = timeoutMsDefault } = options;
  const late = AbortSignal.timeout(timeoutMs);
  const ended = signal === undefined ? late : AbortSignal.any([late, signal]);
  const stopped = new Promise<never>((_, reject) => {
    ended.addEventListener('abort', () =>
      reject(
        late.aborted
          ? new Error(`No answer within ${Math.round(timeoutMs / 1000)} s`, { cause: ended.reason })
          : ended.reason,
      ),
    );
  });
  stopped.catch(() => {});
  const pinned = await Promise.race([pinAddresses(url, allowPrivate), stopped]);
  return Promise.race([send(url, pinned, event, ended), stopped]);
}

async function send(
  url: URL,
  pinned: readonly PinnedAddress[],
  { headers, body }: SignedEvent,
  signal: AbortSignal,
): Promise<Reply> {
  const pinnedLookup: LookupFunction = (_host, { all }, found) =>
    all ? found(null, [...pinned]) : found(null, pinned[0]!.address, pinned[0]!.family);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      {
        ...urlToHttpOptions(url),
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup: pinnedLookup,
        agent: false,
        signal,
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    text: await readBeginning(response),
  };
}

async function readBeginning(response: IncomingMessage): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (bytes < keptBytesMax) kept.push(chunk.subarray(0, keptBytesMax - bytes));
      bytes += chunk.length;
      if (bytes >= answerBytesMax) break;
    }
  } catch {
    // The status has come, and it decides; a body that breaks off changes nothing.
  } finally {
    response.destroy();
  }
  return Buffer.concat(kept).toString('utf8');
}
