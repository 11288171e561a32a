/** Files as `multipart/form-data`. Streams are sent as they come: they are never whole in memory. */

export type UploadFile = {
  readonly name: string;
  /** In Node, `await openAsBlob(path)` reads from the disk while it is sent. */
  readonly content: Blob | Uint8Array | string | AsyncIterable<Uint8Array>;
};

type Body = Pick<RequestInit, 'body' | 'headers'> & { readonly duplex?: 'half' };

export function toUploadBody(fields: Readonly<Record<string, string>>, files: readonly UploadFile[]): Body {
  if (files.some(({ content }) => isStream(content))) return streamBody(fields, files);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const { name, content } of files) form.append('files', new Blob([content as Blob]), name);
  return { body: form };
}

function isStream(content: UploadFile['content']): content is AsyncIterable<Uint8Array> {
  return typeof content === 'object' && Symbol.asyncIterator in content;
}

function streamBody(fields: Readonly<Record<string, string>>, files: readonly UploadFile[]): Body {
  const boundary = `mailroom-${crypto.randomUUID()}`;
  const parts = encode(boundary, fields, files);
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await parts.return(undefined)),
  });
  return { body, duplex: 'half', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

async function* encode(
  boundary: string,
  fields: Readonly<Record<string, string>>,
  files: readonly UploadFile[],
): AsyncGenerator<Uint8Array, undefined> {
  const text = new TextEncoder();
  const part = (disposition: string) =>
    text.encode(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`);
  for (const [name, value] of Object.entries(fields)) {
    yield part(`name="${name}"`);
    yield text.encode(`${value}\r\n`);
  }
  for (const { name, content } of files) {
    // As browsers do: a quote or a line break would end the name.
    const quoted = name.replace(/["\r\n]/g, (sign) => encodeURIComponent(sign));
    yield part(`name="files"; filename="${quoted}"`);
    if (isStream(content)) yield* content;
    else yield new Uint8Array(await new Blob([content as Blob]).arrayBuffer());
    yield text.encode('\r\n');
  }
  yield text.encode(`--${boundary}--\r\n`);
  return undefined;
}
