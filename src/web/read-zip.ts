/** ZIP archives as the browser unpacks them: stored or deflated, up to 4 GB, without a password. */

export type Packed = {
  /** With its folders: `invoices/1.pdf`. */
  readonly path: string;
  readonly file: File;
};

/** What a page may hold in memory at once; 1,000 scans of half a megabyte. */
const unpackedMax = 500_000_000;
const filesMax = 5_000;

const endSignature = 0x06_05_4b_50;
const entrySignature = 0x02_01_4b_50;
const endLength = 22;
/** The archive's comment stands after its end record. */
const commentMax = 0xff_ff;

/** The files of an archive; what systems add of their own is left out. Throws, in words for its user, where it cannot be read. */
export async function readZip(archive: Blob): Promise<Packed[]> {
  const { start, count } = await findDirectory(archive);
  if (count > filesMax) throw new Error(`The archive has ${count} files; at most ${filesMax} fit into one`);
  const directory = new DataView(await archive.slice(start).arrayBuffer());
  const packed: Packed[] = [];
  let at = 0;
  let unpacked = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== entrySignature) throw broken();
    const entry = readEntry(directory, at);
    at += entry.length;
    if (/(^|\/)(\.[^/]*|__MACOSX\/.*|Thumbs\.db)$|\/$/.test(entry.path)) continue;
    unpacked += entry.unpackedBytes;
    if (unpacked > unpackedMax) throw new Error('The archive unpacks to more than 500 MB; split it');
    packed.push({ path: entry.path, file: await unpack(archive, entry) });
  }
  return packed;
}

async function findDirectory(archive: Blob): Promise<{ start: number; count: number }> {
  const tailStart = Math.max(0, archive.size - endLength - commentMax);
  const tail = new DataView(await archive.slice(tailStart).arrayBuffer());
  for (let at = tail.byteLength - endLength; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) === endSignature) {
      return { count: tail.getUint16(at + 10, true), start: tail.getUint32(at + 16, true) };
    }
  }
  throw new Error('This is no ZIP archive');
}

type Entry = {
  readonly path: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Where its own header stands in the archive. */
  readonly start: number;
  /** Of its line in the directory. */
  readonly length: number;
};

function readEntry(directory: DataView, at: number): Entry {
  const nameLength = directory.getUint16(at + 28, true);
  if (at + 46 + nameLength > directory.byteLength) throw broken();
  const name = new Uint8Array(directory.buffer, at + 46, nameLength);
  return {
    path: new TextDecoder().decode(name).replaceAll('\\', '/'),
    encrypted: (directory.getUint16(at + 8, true) & 1) === 1,
    method: directory.getUint16(at + 10, true),
    packedBytes: directory.getUint32(at + 20, true),
    unpackedBytes: directory.getUint32(at + 24, true),
    start: directory.getUint32(at + 42, true),
    length: 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true),
  };
}

async function unpack(archive: Blob, entry: Entry): Promise<File> {
  const { path, method, encrypted, packedBytes, unpackedBytes, start } = entry;
  if (encrypted) throw new Error(`${path} has a password; pack it without one`);
  if (method !== 0 && method !== 8) throw new Error(`${path} is packed in a way that browsers do not know`);
  const header = new DataView(await archive.slice(start, start + 30).arrayBuffer());
  if (header.byteLength < 30) throw broken();
  const from = start + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = archive.slice(from, from + packedBytes);
  const bytes = method === 0 ? packed : await inflate(packed, unpackedBytes);
  return new File([bytes], path.split('/').at(-1)!);
}

/** Never more than the directory says: that was counted. */
async function inflate(packed: Blob, unpackedBytes: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => Promise.reject(broken()));
    if (done) return new Blob(parts);
    length += value.byteLength;
    if (length > unpackedBytes) throw broken();
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
}

function broken(): Error {
  return new Error('The archive is damaged');
}
