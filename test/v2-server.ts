import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startServer } from '../src/server.ts';
import { createTemporaryPlace } from '../src/storage/temporary-database.ts';

export type Json = Record<string, any>;

export const deskKey = 'test-key-of-the-desk';

export type DeskServer = AsyncDisposable & {
  readonly url: string;
  readonly dataDir: string;
  /** What `openDatabase` takes to look at its rows. */
  readonly location: string;
  /** Asks `/api/v2`; the answer's body as JSON where it is some. */
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<{ status: number; headers: Headers; text: string; json: Json }>;
};

/** The whole server, workers and readers too, on a folder of its own. */
export async function startDesk(environment: Readonly<Record<string, string>> = {}): Promise<DeskServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-desk-')));
  const { location } = stack.use(await createTemporaryPlace(folder.path));
  const settings = {
    PORT: '0',
    DATA_DIR: folder.path,
    MAILROOM_API_KEY: deskKey,
    OCR_LANGUAGES: 'eng',
    ...(location !== folder.path && { DATABASE_URL: location }),
    ...environment,
  };
  const config = readConfig(settings, 1);
  const { url = '' } = stack.use(await startServer(config, createLog('fatal')));
  const owned = stack.move();
  return {
    url,
    dataDir: folder.path,
    location,
    ask: async (method, path, body, headers = {}) => {
      const isForm = body instanceof FormData;
      const response = await fetch(`${url}/api/v2${path}`, {
        method,
        headers: {
          ...(headers.cookie === undefined && { authorization: `Bearer ${deskKey}` }),
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson =
        /json/.test(response.headers.get('content-type') ?? '') &&
        !/jsonl/.test(String(response.headers.get('content-type')));
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : {},
      };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export const officeTypes = [
  {
    name: 'Invoice',
    description: 'A request for payment',
    uniqueWords: ['invoice number', 'bill to', 'amount due'],
  },
  { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['receipt', 'paid by card'] },
];

export function formOf(
  classificationId: string | undefined,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): FormData {
  const form = new FormData();
  if (classificationId !== undefined) form.set('classificationId', classificationId);
  for (const { name, bytes } of files) form.append('files', new Blob([Uint8Array.from(bytes)]), name);
  return form;
}
