/** A ZIP archive, written while it is sent: nothing is held but one chunk and a line for each entry. */
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export type ZipEntry = {
  /** With `/` between folders. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array | string>;
};

/** Sizes and offsets have 32 bits without ZIP64, which some readers lack. Callers keep below. */
export const zipBytesMax = 4_000_000_000;
export const zipEntriesMax = 65_000;

/** Sizes are told after the content (flag 3), names are UTF-8 (flag 11), contents are deflated (method 8). */
const version = 20;
const flags = 0x0808;
const method = 8;
/** 1 January 1980, the first day there is: the same content gives the same archive. */
const date = 0x0021;
/** Most originals are compressed already: the quickest level does. */
const level = 1;

type Written = {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly at: number;
};

export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for await (const { name, content } of entries) {
    const encoded = Buffer.from(name);
    const header = localHeader(encoded);
    yield header;
    let crc = 0;
    let bytes = 0;
    let packed = 0;
    async function* counted() {
      for await (const chunk of content) {
        const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        crc = crc32(piece, crc);
        bytes += piece.byteLength;
        yield piece;
      }
    }
    for await (const chunk of Readable.from(counted()).compose(createDeflateRaw({ level }))) {
      packed += chunk.byteLength;
      yield chunk as Buffer;
    }
    yield record(['l', 0x08074b50], ['l', crc], ['l', packed], ['l', bytes]);
    written.push({ name: encoded, crc, packed, bytes, at });
    at += header.length + packed + 16;
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  const count = written.length;
  yield record(
    ['l', 0x06054b50],
    ['s', 0],
    ['s', 0],
    ['s', count],
    ['s', count],
    ['l', directory.length],
    ['l', at],
    ['s', 0],
  );
}

function localHeader(name: Buffer): Buffer {
  const head = record(
    ['l', 0x04034b50],
    ['s', version],
    ['s', flags],
    ['s', method],
    ['s', 0],
    ['s', date],
    ['l', 0],
    ['l', 0],
    ['l', 0],
    ['s', name.length],
    ['s', 0],
  );
  return Buffer.concat([head, name]);
}

function directoryEntry({ name, crc, packed, bytes, at }: Written): Buffer {
  const head = record(
    ['l', 0x02014b50],
    ['s', version],
    ['s', version],
    ['s', flags],
    ['s', method],
    ['s', 0],
    ['s', date],
    ['l', crc],
    ['l', packed],
    ['l', bytes],
    ['s', name.length],
    ['s', 0],
    ['s', 0],
    ['s', 0],
    ['s', 0],
    ['l', 0],
    ['l', at],
  );
  return Buffer.concat([head, name]);
}

/** Little-endian numbers: `s` of 16 bits, `l` of 32. */
function record(...fields: readonly (readonly ['s' | 'l', number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [size]) => sum + (size === 's' ? 2 : 4), 0));
  let at = 0;
  for (const [size, value] of fields)
    at = size === 's' ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at);
  return buffer;
}
