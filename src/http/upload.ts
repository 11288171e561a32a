/**
 * An upload on its way in. Files flow from the socket to the blob store, never whole in memory unless small.
 * All files or none: what is not kept is deleted when the staging ends.
 */
import type { Readable } from 'node:stream';
import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import type { BlobStore } from '../storage/blobs.ts';
import { cleanFileName } from '../storage/clean-file-name.ts';
import type { NewFile } from '../storage/files.ts';
import { parseDisposition } from './file-name.ts';
import { type Part, readParts } from './multipart.ts';
import { createFileStorer } from './store-files.ts';

export type UploadLimits = { readonly fileBytesMax: number; readonly filesPerUploadMax: number };

export type Staging = AsyncDisposable & {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly NewFile[];
  /** From here on the files belong to the database. */
  readonly keep: () => void;
};

/** Ids are all that text parts carry; anything longer is a mistake. */
const fieldBytesMax = 4_096;
const fieldsMax = 50;

/** `beforeFirstFile` may refuse by the fields that came so far, before anything is stored. */
export async function receiveUpload(
  request: { readonly body: Readable; readonly contentType: string },
  { blobs, limits, log }: { blobs: BlobStore; limits: UploadLimits; log: Log },
  beforeFirstFile: (fields: ReadonlyMap<string, string>) => Promise<void>,
): Promise<Staging> {
  const fields = new Map<string, string>();
  const storer = createFileStorer(blobs, limits.fileBytesMax);
  let fileCount = 0;
  try {
    for await (const part of readParts(chunksOf(request.body), boundaryOf(request.contentType))) {
      const { name, fileName } = parseDisposition(part.headers.get('content-disposition'));
      if (fileName === undefined) {
        if (fields.size >= fieldsMax) throw tooLarge(`An upload may have ${fieldsMax} text parts at most`);
        fields.set(name, await readField(part, name));
        continue;
      }
      requireFilesName(name);
      if (fileName === '') {
        await requireEmpty(part);
        continue;
      }
      if (fileCount === 0) await beforeFirstFile(fields);
      fileCount += 1;
      if (fileCount > limits.filesPerUploadMax) throw tooManyFiles(limits);
      await storer.add(cleanFileName(fileName), part.body);
    }
    return stage(fields, await storer.finish(), blobs, log);
  } catch (error) {
    await discard(blobs, await storer.settle(), log);
    throw error;
  } finally {
    // Unread bytes are thrown away as they come, so that a client still sending gets to read the answer.
    request.body.resume();
  }
}

function stage(
  fields: ReadonlyMap<string, string>,
  files: readonly NewFile[],
  blobs: BlobStore,
  log: Log,
): Staging {
  let kept = false;
  return {
    fields,
    files,
    keep: () => {
      kept = true;
    },
    [Symbol.asyncDispose]: async () => {
      if (!kept) await discard(blobs, files, log);
    },
  };
}

/** A browser sends a nameless empty file for a file input that was left empty. */
async function requireEmpty(part: Part): Promise<void> {
  for await (const chunk of part.body) {
    if (chunk.length > 0) throw new Failure('invalid_request', 'A file of the upload has no name');
  }
}

async function readField(part: Part, name: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of part.body) {
    bytes += piece.length;
    if (bytes > fieldBytesMax) throw tooLarge(`The text part ${name} has more than ${fieldBytesMax} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8').trim();
}

/** `files`, and what some libraries make of a list: `files[]`, `files[0]`. A file is never dropped silently. */
function requireFilesName(name: string): void {
  if (/^files(\[\d*\])?$/.test(name)) return;
  throw new Failure('invalid_request', `Send each file in a part named "files", not "${name.slice(0, 100)}"`);
}

/** `multipart/form-data; boundary="x"`; undefined where a client left it out. */
function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

async function* chunksOf(body: Readable): AsyncGenerator<Buffer, void> {
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new Failure('invalid_request', 'The connection broke off before the upload was complete', {
      cause,
    });
  }
}

async function discard(blobs: BlobStore, files: readonly NewFile[], log: Log): Promise<void> {
  for (const { blobKey } of files) {
    // The sweep removes what stays.
    await blobs.delete(blobKey).catch((err: unknown) => log.warn({ err }, 'upload not discarded'));
  }
}

function tooManyFiles({ filesPerUploadMax }: UploadLimits): Failure {
  return tooLarge(`An upload may have ${filesPerUploadMax} files at most; send the rest with the batchId`);
}

function tooLarge(message: string): Failure {
  return new Failure('too_large', message);
}
