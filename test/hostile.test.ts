/**
 * Hostile files and requests against the whole server in a process of its own. Some of them in `npm test`, all
 * by `npm run test:hostile`.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type HostileFile, makeHostileFiles } from '../fixtures/hostile.ts';
import { makeHostileRequests } from '../fixtures/hostile-requests.ts';
import { createApiKey } from '../src/storage/api-keys.ts';
import { openDatabase } from '../src/storage/database.ts';
import { createWorkspace } from '../src/storage/workspaces.ts';
import { databaseOf, type ServerProcess, startServerProcess, testKey, until } from './server-process.ts';

const isWhole = process.env.HOSTILE === 'all';
/** Every so many files in `npm test`: about a minute. */
const step = isWhole ? 1 : 8;
const filesAtOnce = 40;
const waitMs = 600_000;

const stack = new AsyncDisposableStack();
let server: ServerProcess;
/** Of the workspace that is attacked from within, and of another one. */
type Tenant = { readonly key: string; readonly classificationId: string };
let own: Tenant;
let neighbour: Tenant;
let files: readonly HostileFile[];
/** Whoever follows a link of a document comes here. */
let visitors = 0;

before(async () => {
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'mailroom-hostile-')));
  const trap = createServer((socket) => {
    visitors += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  stack.defer(() => void trap.close());
  await once(trap, 'listening');
  files = await makeHostileFiles(`http://127.0.0.1:${(trap.address() as { port: number }).port}`);
  server = stack.use(
    await startServerProcess(folder.path, {
      READERS: '2',
      OCR_LANGUAGES: 'eng',
      PAGE_TIMEOUT_SECONDS: '60',
      MAX_FILES_PER_UPLOAD: '100',
      MAX_FILE_MB: '20',
    }),
  );
  await using database = await openDatabase((await databaseOf(folder.path)).DATABASE_URL ?? folder.path);
  const { id: workspaceId } = await createWorkspace(database, 'Neighbours');
  own = await settle(testKey);
  neighbour = await settle((await createApiKey(database, { workspaceId, name: 'neighbour' })).key);
});

async function settle(key: string): Promise<Tenant> {
  const body = {
    name: 'Hostile',
    documentTypes: [{ name: 'Invoice', description: 'A request for payment', uniqueWords: ['amount due'] }],
  };
  return { key, classificationId: (await ask('POST', '/classifications', body, key)).json.id };
}

after(() => stack.disposeAsync());

test('there are at least 300 hostile files, each with a name of its own', () => {
  assert.ok(files.length >= 300, `${files.length}`);
  assert.equal(new Set(files.map(({ name }) => name)).size, files.length);
});

test('every hostile file ends as processed, or as failed with a stable code and a message for people', async () => {
  const chosen = files.filter((_, index) => index % step === 0);
  const ended: Record<string, number> = {};
  const bad: string[] = [];
  for (let at = 0; at < chosen.length; at += filesAtOnce) {
    const part = chosen.slice(at, at + filesAtOnce);
    const batchId = await upload(part);
    const shown = await until(`batch ${at}`, () => finishedFiles(batchId), waitMs);
    assert.equal(shown.length, part.length);
    for (const [index, file] of shown.entries()) {
      const end = file.error?.code ?? file.state;
      ended[end] = (ended[end] ?? 0) + 1;
      if (!isClean(file)) bad.push(`${JSON.stringify(part[index]!.name)}: ${JSON.stringify(file.error)}`);
    }
    await assertAlive();
  }
  console.log(`# ${chosen.length} of ${files.length} hostile files: ${JSON.stringify(ended)}`);
  assert.deepEqual(bad, []);
  assert.equal(visitors, 0, 'nobody followed a link');
  for (const path of ['/tmp/mailroom-climbed', '/etc/mailroom-climbed']) assert.ok(!existsSync(path), path);
});

test('an export of hostile names has no cell that a spreadsheet runs, and no path that climbs', async () => {
  const batchId = await upload(files.slice(-22));
  await until('the names', () => finishedFiles(batchId), waitMs);
  const csv = (await ask('GET', `/batches/${batchId}/export?format=csv`)).text;
  for (const line of csv.trim().split('\n').slice(1)) assert.doesNotMatch(line, /(^|,)"?[=+@\t]/, line);
  const zip = (await ask('GET', `/batches/${batchId}/export?format=zip`)).text;
  assert.doesNotMatch(zip, /\.\.[/\\]|\0\0\/etc/);
});

test('every hostile request is answered with a refusal or closed, never with a 5xx, and harms nobody', async () => {
  const requests = makeHostileRequests();
  assert.ok(requests.length >= 80, `${requests.length}`);
  const bad: string[] = [];
  for (const { name, head, body } of requests) {
    const answer = await sendRaw(head, body);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
    // An unknown expectation is refused by the platform, without a body.
    const isRefusal =
      status === 417 || (status >= 400 && status < 500 && /"(message|detail)":"[^"]/.test(answer));
    const leaks = /x-injected|root:x:0|node_modules/i.test(answer);
    if (leaks || !(isRefusal || status < 400)) bad.push(`${name}: ${answer.slice(0, 300)}`);
  }
  assert.deepEqual(bad, []);
  await assertAlive();
  assert.equal(({} as Record<string, unknown>).admin, undefined);
});

test('slow and silent clients hold a socket each, and nobody else waits', async () => {
  const starts = [
    'POST /api/v1/documentClassification/uploadFiles HTTP/1.1\r\nHost: a\r\nX-Slow: ',
    `POST /api/v2/classifications HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${testKey}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    `POST /api/v2/batches HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${testKey}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 9999\r\n\r\n--B\r\nContent-Disposition: form-data; name="classificationId"\r\n\r\n${own.classificationId}\r\n--B\r\nContent-Disposition: form-data; name="files"; filename="slow.txt"\r\n\r\nslow`,
    '',
  ];
  const sockets: Socket[] = [];
  for (let index = 0; index < 400; index += 1) {
    const socket = open();
    socket.on('error', () => {}).resume();
    socket.write(starts[index % starts.length]!);
    sockets.push(socket);
  }
  await Promise.all(sockets.map((socket) => (socket.connecting ? once(socket, 'connect') : undefined)));
  await assertAlive();
  // A hundred uploads that never go on: their own workspace has no place left, which others do not feel.
  await until('the slow ones to take all places of theirs', async () => {
    const { status } = await send(files.slice(-2), own);
    return status === 503 || undefined;
  });
  const { status, json } = await send(files.slice(-2), neighbour);
  assert.equal(status, 201, JSON.stringify(json));
  await until('an upload beside slow ones', () => finishedFiles(json.id, neighbour), waitMs);
  if (isWhole) {
    // Headers have 20 s, looked at every 30 s.
    const silent = sockets.filter((_, index) => index % starts.length === 0);
    await until(
      'the slow headers to be cut',
      async () => (silent.every((socket) => socket.closed) ? true : undefined),
      120_000,
    );
  }
  for (const socket of sockets) socket.destroy();
  await assertAlive();
});

/** What a file may end with besides `processed`. None of them is a crash, a hang or too much memory. */
const stableCodes = new Set([
  'empty_file',
  'unsupported_format',
  'corrupt_file',
  'password_protected',
  'limit_exceeded',
  'no_text_found',
]);

function isClean({ name, state, error }: Json): boolean {
  if (/[\p{Cc}/]/u.test(name)) return false;
  if (state === 'processed') return true;
  const { code, message } = error;
  return (
    stableCodes.has(code) &&
    /^[^\n]{10,300}$/.test(message) &&
    !/node_modules|\bat \w+ \(|\/tmp\//.test(message)
  );
}

type Json = Record<string, any>;

async function ask(method: string, path: string, body?: unknown, key = testKey) {
  const response = await fetch(`${server.url}/api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  const isJson = /json(;|$)/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, text, json: (isJson ? JSON.parse(text) : {}) as Json };
}

async function upload(part: readonly HostileFile[]): Promise<string> {
  const { status, json } = await send(part, own);
  assert.equal(status, 201, JSON.stringify(json));
  return json.id;
}

/** By hand: the form of the platform would mend the names. */
async function send(part: readonly HostileFile[], { key, classificationId }: Tenant) {
  const boundary = 'mailroom-hostile-boundary';
  const head = (disposition: string) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`);
  const end = Buffer.from('\r\n');
  const body = Buffer.concat([
    head('name="classificationId"'),
    Buffer.from(classificationId),
    end,
    ...part.flatMap(({ name, bytes }) => [
      head(`name="files"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`),
      bytes,
      end,
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const response = await fetch(`${server.url}/api/v2/batches`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body,
  });
  return { status: response.status, json: (await response.json()) as Json };
}

async function finishedFiles(batchId: string, { key } = own): Promise<Json[] | undefined> {
  const { json } = await ask('GET', `/files?batchId=${batchId}&limit=500`, undefined, key);
  return json.items.every((file: Json) => file.state !== 'waiting') ? json.items : undefined;
}

async function assertAlive(): Promise<void> {
  assert.equal(server.child.exitCode, null);
  const response = await fetch(`${server.url}/livez`, { signal: AbortSignal.timeout(30_000) });
  assert.equal(response.status, 200);
}

function open(): Socket {
  const { hostname, port } = new URL(server.url);
  return connect(Number(port), hostname);
}

/** What comes back until the server closes or has answered; a request that lacks its end is cut by us. */
function sendRaw(head: string, body: Uint8Array): Promise<string> {
  const filled = head.replace('{key}', `Authorization: Bearer ${testKey}`);
  const content = Buffer.from(
    Buffer.from(body).toString('latin1').replaceAll('{id}', own.classificationId),
    'latin1',
  );
  const length = body.length > 0 || head.startsWith('POST') ? `\r\nContent-Length: ${content.length}` : '';
  const socket = open();
  return new Promise((resolve, reject) => {
    let answer = '';
    const late = setTimeout(() => reject(new Error(`No answer to ${head.slice(0, 200)}`)), 60_000);
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      answer += text;
    });
    // Refused while it is still sending.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(late);
      resolve(answer);
    });
    const isOwnLength = /content-length|transfer-encoding/i.test(head);
    socket.write(`${filled}${isOwnLength ? '' : length}\r\nConnection: close\r\n\r\n`);
    socket.end(content);
  });
}
