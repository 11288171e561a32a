/** A file that is sent only to be tried: read, answered, forgotten. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../errors.ts';
import type { BlobStore } from '../../storage/blobs.ts';
import { cleanFileName } from '../../storage/clean-file-name.ts';

/** A tried file is held in memory: a person waits for it, so it is a small one. */
const triedBytesMax = 20 * 1024 * 1024;

/** The form's file, and what its other part says as JSON; undefined where that is none. */
export async function receiveTriedFile(
  request: FastifyRequest,
  body: Readable,
  part: string,
): Promise<{ readonly file: File; readonly json: unknown }> {
  const form = await readForm(request, body);
  const file = form.get('file');
  if (!(file instanceof File)) throw new Failure('invalid_request', 'Send the file in a part named "file"');
  return { file, json: parseJson(form.get(part)) };
}

/** Lets readers have the file by its path for as long as the work takes. */
export async function withTriedFile<T>(
  blobs: BlobStore,
  file: File,
  work: (task: { readonly path: string; readonly name: string }) => Promise<T>,
): Promise<T> {
  const { key } = await blobs.put([new Uint8Array(await file.arrayBuffer())], { bytesMax: triedBytesMax });
  try {
    await using copy = await blobs.localCopy(key);
    return await work({ path: copy.path, name: cleanFileName(file.name) });
  } finally {
    await blobs.delete(key);
  }
}

async function readForm(request: FastifyRequest, body: Readable): Promise<FormData> {
  async function* limited() {
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > triedBytesMax) {
        throw new Failure('too_large', `A file to try has ${triedBytesMax / 1024 / 1024} MB at most`);
      }
      yield chunk;
    }
  }
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const source = Readable.toWeb(Readable.from(limited())) as ReadableStream<Uint8Array>;
  try {
    return await new Response(source, { headers }).formData();
  } catch (error) {
    throw error instanceof Failure
      ? error
      : new Failure('invalid_request', 'The form cannot be read', { cause: error });
  }
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
