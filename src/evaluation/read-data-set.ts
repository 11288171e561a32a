import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Document } from '../reading/document.ts';
import { readingVersion } from '../reading/read-document.ts';
import type { DataSet, LabelledFile, ReadDataSet, ReadFile } from './data-set.ts';

export type ReadDataSetOptions = {
  /** Reads one file; throws where it cannot. */
  readonly read: (file: string) => Promise<Document>;
  /** Readings are kept here by content and version of the readers, so that a second run only classifies. */
  readonly cache: string;
  /** Files read at a time. */
  readonly parallel: number;
  readonly onFile?: (done: number, total: number) => void;
};

type Kept = { readonly document?: Document; readonly error?: string; readonly seconds: number };

export async function readDataSet(set: DataSet, options: ReadDataSetOptions): Promise<ReadDataSet> {
  await mkdir(options.cache, { recursive: true });
  const files = new Array<ReadFile>(set.files.length);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < set.files.length) {
      const index = next;
      next += 1;
      files[index] = await readLabelledFile(set.files[index]!, options);
      done += 1;
      options.onFile?.(done, set.files.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.parallel) }, work));
  return { ...set, files };
}

async function readLabelledFile(file: LabelledFile, options: ReadDataSetOptions): Promise<ReadFile> {
  const bytes = await readFile(file.path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const kept = path.join(options.cache, `${sha256}-${readingVersion}.json.zst`);
  const known = await readKept(kept);
  const { document, error, seconds } = known ?? (await readAndKeep(file, kept, options));
  return { ...file, sha256, document, seconds, ...(error === undefined ? {} : { error }) };
}

async function readKept(kept: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(zstdDecompressSync(await readFile(kept)).toString()) as Kept;
  } catch {
    return undefined;
  }
}

async function readAndKeep(file: LabelledFile, kept: string, options: ReadDataSetOptions): Promise<Kept> {
  const start = performance.now();
  const reading = await options.read(file.path).then(
    (document) => ({ document }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  const result: Kept = { ...reading, seconds: (performance.now() - start) / 1000 };
  // A reading that failed may have run out of time on a busy machine: it is tried again.
  if (result.document === undefined) return result;
  const beside = `${kept}.${process.pid}`;
  await writeFile(beside, zstdCompressSync(Buffer.from(JSON.stringify(result))));
  await rename(beside, kept);
  return result;
}
