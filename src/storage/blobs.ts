import type { Readable } from 'node:stream';

/** Where originals and readings lie. Keys are random and never made from what a user wrote. */
export type BlobStore = {
  /** Durable when it returns. Throws `too_large` past `bytesMax` and `storage_full`; then nothing is left. */
  put(source: BlobSource, options: PutOptions): Promise<StoredBlob>;
  /** Throws `not_found`. The range is inclusive, as in HTTP. */
  get(key: string, range?: BlobRange): Promise<Readable>;
  /** A file on this machine for readers in other processes; to be disposed of after use. */
  localCopy(key: string): Promise<LocalCopy>;
  /** Silent where there is none. */
  delete(key: string): Promise<void>;
  list(prefix?: string): AsyncIterable<ListedBlob>;
  /** Removes what a dead process left half written before this time; returns how many. */
  deleteUnfinished(before: number): Promise<number>;
};

export type PutOptions = {
  readonly bytesMax: number;
  /** Of a blob that comes from another store; a new one where absent. */
  readonly key?: string;
};
export type BlobSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
export type BlobRange = { readonly start?: number; readonly end?: number };
export type StoredBlob = { readonly key: string; readonly size: number; readonly sha256: string };
export type LocalCopy = AsyncDisposable & { readonly path: string };
export type ListedBlob = { readonly key: string; readonly size: number; readonly modifiedAt: number };
