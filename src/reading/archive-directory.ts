/**
 * The central directory of a zip archive, read without unpacking a byte: what stands in it and how large it
 * says it will be. The sizes may lie, so whoever unpacks bounds its output as well.
 */
export type ArchiveEntry = {
  readonly name: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated; anything else is not in use by Office files. */
  readonly method: number;
  /** Where its local header starts. */
  readonly offset: number;
};

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
/** An end record is 22 bytes and a comment of 65,535 at most. */
const endSearchBytes = 22 + 65_535;

/** Lists the entries; undefined where no central directory can be found or it is broken. */
export function listArchive(bytes: Uint8Array): readonly ArchiveEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  const entries: ArchiveEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entrySignature) return undefined;
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > view.byteLength) return undefined;
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

function findEndRecord(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - endSearchBytes);
  for (let at = view.byteLength - 22; at >= lowest; at--)
    if (view.getUint32(at, true) === endSignature) return at;
  return undefined;
}

/** Where the packed bytes of an entry lie, by its local header; undefined where that is broken. */
export function packedBytesOf(bytes: Uint8Array, entry: ArchiveEntry): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50) return undefined;
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packedBytes > bytes.length) return undefined;
  return bytes.subarray(start, start + entry.packedBytes);
}
