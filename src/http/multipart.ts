/**
 * Multipart bodies, part after part, as they arrive: nothing is held beyond one chunk and one header block.
 *
 * Written here because no library at hand gives the raw bytes of a file name (needed to tell UTF-8 from
 * Latin-1) nor reads a body whose header lacks the boundary, as one published client sends it.
 */
import { Failure } from '../errors.ts';

export type Part = {
  /** Lower-case names; values as Latin-1 text, one character a byte. */
  readonly headers: ReadonlyMap<string, string>;
  /** What a consumer leaves unread is skipped when the next part is asked for. */
  readonly body: AsyncIterable<Buffer>;
};

/** RFC 2046 allows 70 characters; some clients send a little more. */
const boundaryBytesMax = 200;
const headerBytesMax = 16 * 1024;
const preambleBytesMax = 16 * 1024;

const crlf = Buffer.from('\r\n');
const headersEnd = Buffer.from('\r\n\r\n');

/** `boundary` undefined: taken from the first line of the body. */
export async function* readParts(
  chunks: AsyncIterator<Buffer>,
  boundary: string | undefined,
): AsyncGenerator<Part, void> {
  try {
    yield* readPartsOf(createSource(chunks), boundary);
  } finally {
    // Lets go of the stream behind it, which can then be drained.
    await chunks.return?.();
  }
}

async function* readPartsOf(source: Source, boundary: string | undefined): AsyncGenerator<Part, void> {
  // The first boundary may open the body: with a line break before it, all boundaries look the same.
  source.prepend(crlf);
  const delimiter = Buffer.from(`\r\n--${boundary ?? (await sniffBoundary(source))}`, 'latin1');
  let at = await source.find(delimiter, preambleBytesMax, 'The upload does not begin with its boundary');
  source.take(at + delimiter.length);
  while (!(await isLastBoundary(source))) {
    at = await source.find(headersEnd, headerBytesMax, 'A part of the upload has no end of its headers');
    // The block starts with the line break that closes the boundary's line.
    const block = source.take(at).toString('latin1');
    source.take(headersEnd.length);
    const nextChunk = bodyReader(source, delimiter);
    yield { headers: parseHeaders(block), body: iterate(nextChunk) };
    while ((await nextChunk()) !== undefined);
  }
}

type Source = ReturnType<typeof createSource>;

function createSource(chunks: AsyncIterator<Buffer>) {
  let held: Buffer = Buffer.alloc(0);
  const source = {
    get held() {
      return held;
    },
    prepend(bytes: Buffer) {
      held = Buffer.concat([bytes, held]);
    },
    /** Adds the next chunk; false at the end of the body. */
    async pull(): Promise<boolean> {
      const next = await chunks.next();
      if (next.done) return false;
      held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
      return true;
    },
    take(count: number): Buffer {
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
    /** Holds at least `count` bytes, or the body is cut off. */
    async need(count: number): Promise<void> {
      while (held.length < count) if (!(await source.pull())) throw cutOff();
    },
    /** At `bytesMax` at most, whether it came in one chunk or in many. */
    async find(bytes: Buffer, bytesMax: number, complaint: string, from = 0): Promise<number> {
      for (;;) {
        const at = held.indexOf(bytes, from);
        if (at > bytesMax || (at === -1 && held.length >= bytesMax + bytes.length))
          throw new Failure('invalid_request', complaint);
        if (at !== -1) return at;
        if (!(await source.pull())) throw cutOff();
      }
    },
  };
  return source;
}

/** The first line of a body without a declared boundary: `--` and the boundary. */
async function sniffBoundary(source: Source): Promise<string> {
  const complaint = 'The Content-Type header has no boundary, and the body does not begin with one';
  await source.need(crlf.length + 2);
  let start = crlf.length;
  while (source.held.indexOf(crlf, start) === start) {
    start += crlf.length;
    if (start > preambleBytesMax) throw new Failure('invalid_request', complaint);
    await source.need(start + 2);
  }
  if (source.held.toString('latin1', start, start + 2) !== '--')
    throw new Failure('invalid_request', complaint);
  const end = await source.find(crlf, start + boundaryBytesMax, complaint, start);
  const boundary = source.held.toString('latin1', start + 2, end).trimEnd();
  // An upload without any part is only its closing boundary: `--boundary--`.
  return boundary.replace(/--$/, '') || boundary;
}

async function isLastBoundary(source: Source): Promise<boolean> {
  await source.need(2);
  return source.held[0] === 0x2d && source.held[1] === 0x2d;
}

/** Chunks up to the next delimiter, then undefined for ever. */
function bodyReader(source: Source, delimiter: Buffer): () => Promise<Buffer | undefined> {
  let ended = false;
  return async () => {
    while (!ended) {
      const at = source.held.indexOf(delimiter);
      if (at !== -1) {
        ended = true;
        const last = source.take(at);
        source.take(delimiter.length);
        if (last.length > 0) return last;
        break;
      }
      // The tail may be the beginning of the delimiter.
      const safe = source.held.length - delimiter.length + 1;
      if (safe > 0) return source.take(safe);
      if (!(await source.pull())) throw cutOff();
    }
    return undefined;
  };
}

async function* iterate(nextChunk: () => Promise<Buffer | undefined>): AsyncGenerator<Buffer, void> {
  for (let chunk = await nextChunk(); chunk !== undefined; chunk = await nextChunk()) yield chunk;
}

function parseHeaders(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  // A line that begins with a blank continues the one before.
  for (const line of block.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function cutOff(): Failure {
  return new Failure('invalid_request', 'The upload ended before its closing boundary');
}
