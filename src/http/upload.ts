/**
 * An upload on its way in. Each file flows from the socket to the blob store; only its first bytes and one
 * chunk are ever in memory. All files or none: what is not kept is deleted when the staging ends.
 */
import type { Readable } from 'node:stream';
import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import { sniffedBytes, sniffMediaType } from '../reading/media-type.ts';
import type { BlobStore } from '../storage/blobs.ts';
import type { NewFile } from '../storage/files.ts';
import { cleanFileName, parseDisposition } from './file-name.ts';
import { type Part, readParts } from './multipart.ts';

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
  const files: NewFile[] = [];
  let kept = false;
  const staging: Staging = {
    fields,
    files,
    keep: () => {
      kept = true;
    },
    [Symbol.asyncDispose]: async () => {
      if (!kept) await discard(blobs, files, log);
    },
  };
  try {
    for await (const part of readParts(chunksOf(request.body), boundaryOf(request.contentType))) {
      const { name, fileName } = parseDisposition(part.headers.get('content-disposition'));
      if (fileName === undefined) {
        if (fields.size >= fieldsMax) throw tooLarge(`An upload may have ${fieldsMax} text parts at most`);
        fields.set(name, await readField(part, name));
        continue;
      }
      requireFilesName(name);
      if (files.length === 0) await beforeFirstFile(fields);
      const file = await receiveFile(part, fileName, blobs, limits, files.length);
      if (file !== undefined) files.push(file);
    }
    return staging;
  } catch (error) {
    await staging[Symbol.asyncDispose]();
    throw error;
  } finally {
    // Unread bytes are thrown away as they come, so that a client still sending gets to read the answer.
    request.body.resume();
  }
}

async function receiveFile(
  part: Part,
  fileName: string,
  blobs: BlobStore,
  { fileBytesMax, filesPerUploadMax }: UploadLimits,
  filesBefore: number,
): Promise<NewFile | undefined> {
  const name = cleanFileName(fileName);
  const head = Buffer.alloc(sniffedBytes);
  let headBytes = 0;
  async function* watched() {
    for await (const chunk of part.body) {
      if (headBytes < head.length) headBytes += chunk.copy(head, headBytes);
      yield chunk;
    }
  }
  if (fileName === '') {
    // What a browser sends for a file input that was left empty.
    for await (const _ of watched()) if (headBytes > 0) break;
    if (headBytes === 0) return undefined;
    throw new Failure('invalid_request', 'A file of the upload has no name');
  }
  if (filesBefore >= filesPerUploadMax) {
    throw tooLarge(`An upload may have ${filesPerUploadMax} files at most; send the rest with the batchId`);
  }
  const blob = await blobs.put(watched(), { bytesMax: fileBytesMax }).catch((error: unknown) => {
    if (!(error instanceof Failure && error.code === 'too_large')) throw error;
    throw tooLarge(`"${name}" has more than ${fileBytesMax} bytes; nothing of this upload was stored`);
  });
  return {
    name,
    mediaType: sniffMediaType(head.subarray(0, headBytes), name),
    bytes: blob.size,
    sha256: blob.sha256,
    blobKey: blob.key,
    pageCount: 1,
  };
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

function tooLarge(message: string): Failure {
  return new Failure('too_large', message);
}
