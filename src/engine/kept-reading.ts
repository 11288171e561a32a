import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Document } from '../reading/document.ts';
import { readingVersion } from '../reading/read-document.ts';

/** A reading is read once and kept: 40 to 60 bytes a word as JSON, about a tenth of that compressed. */
export function packReading(document: Document): Uint8Array {
  return zstdCompressSync(Buffer.from(JSON.stringify({ version: readingVersion, document })));
}

/** Undefined where the reading was made by another version of the readers: the file is then read anew. */
export function unpackReading(bytes: Uint8Array): Document | undefined {
  const kept = JSON.parse(zstdDecompressSync(bytes).toString()) as { version: number; document: Document };
  return kept.version === readingVersion ? kept.document : undefined;
}
