/** Bounds on an archive before anything of it is unpacked, and bounded unpacking of one entry. */
import { inflateRawSync } from 'node:zlib';
import { Failure } from '../errors.ts';
import { type ArchiveEntry, listArchive, packedBytesOf } from './archive-directory.ts';
import type { ReadingLimits } from './limits.ts';

/** A 2,000-page DOCX seen had 400 parts. */
const entriesMax = 5_000;
/** Deflate reaches 1032 : 1 on zeros only; XML of real Office files packs 30 : 1 at best. */
const ratioMax = 200;
/** Below this size the ratio harms nobody: empty sheets of a fresh workbook pack well. */
const ratioCheckedBytes = 16 * 1024 * 1024;

/** The entries of an Office archive, or a Failure where it is broken, encrypted, unpacks to too much, or lies about it. */
export function checkArchive(bytes: Uint8Array, limits: ReadingLimits): readonly ArchiveEntry[] {
  const entries = listArchive(bytes);
  if (entries === undefined || entries.length === 0)
    throw new Failure('corrupt_file', 'The file is cut off or damaged: its list of parts is missing');
  if (entries.length > entriesMax)
    throw new Failure('limit_exceeded', `The file has ${entries.length} parts; ${entriesMax} are allowed`);
  if (entries.some((entry) => entry.isEncrypted))
    throw new Failure('password_protected', 'The file is protected by a password; save it without one');
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  const isBomb = unpacked > ratioCheckedBytes && unpacked > bytes.length * ratioMax;
  if (unpacked > limits.unpackedBytes || isBomb)
    throw new Failure(
      'limit_exceeded',
      `The file unpacks to ${unpacked} bytes; ${limits.unpackedBytes} bytes and ${ratioMax} times its size are allowed`,
    );
  for (const entry of entries) assertHonestSize(bytes, entry);
  return entries;
}

/** Unpacks an entry up to the size it claims: a parser that trusts a lying size would fill the memory. */
function assertHonestSize(bytes: Uint8Array, entry: ArchiveEntry): void {
  const packed = packedBytesOf(bytes, entry);
  if (packed === undefined || entry.method !== 8) return;
  try {
    inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpackedBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return;
    throw new Failure('limit_exceeded', `The part ${entry.name} unpacks to more than the file says`, {
      cause: error,
    });
  }
}

/** The content of one entry; undefined where it is broken or larger than `bytesMax`, whatever the directory says. */
export function unpackEntry(
  bytes: Uint8Array,
  entry: ArchiveEntry,
  bytesMax: number,
): Uint8Array | undefined {
  const packed = packedBytesOf(bytes, entry);
  if (packed === undefined || packed.length > bytesMax) return undefined;
  if (entry.method === 0) return packed;
  try {
    return entry.method === 8 ? inflateRawSync(packed, { maxOutputLength: bytesMax }) : undefined;
  } catch {
    return undefined;
  }
}
