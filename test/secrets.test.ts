/**
 * Every secret that Mailroom is told holds the word `hush`; whatever is asked and whatever fails, the word is in no
 * line that it prints and in no refusal.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../src/storage/database.ts';
import { isPostgres } from '../src/storage/dialect.ts';
import { ensureSigningKey } from '../src/storage/signing-key.ts';
import { startRefusingMail } from './refusing-mail-server.ts';
import { databaseOf, type ServerProcess, startServerProcess, until, upload } from './server-process.ts';
import { type Json, officeTypes } from './v2-server.ts';

const main = resolve(import.meta.dirname, '../src/cli/main.ts');
const apiKey = 'hush-api-key-of-the-test';
const webhookSecret = 'hush-webhook-secret';
const password = 'hush-mailbox-password';

/** What the server is told, refused and angered with, and all its refusals. */
async function startTold(dataDir: string, environment: Readonly<Record<string, string>> = {}) {
  const { DATABASE_URL: url } = await databaseOf(dataDir);
  const server = await startServerProcess(dataDir, {
    LOG_LEVEL: 'debug',
    READERS: '1',
    OCR_LANGUAGES: 'eng',
    MAILROOM_API_KEY: apiKey,
    WEBHOOK_ALLOW_PRIVATE: 'true',
    SOURCES_ALLOW_PRIVATE: 'true',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'hush-aws-secret',
    AWS_SESSION_TOKEN: 'hush-aws-token',
    ...(url !== undefined && { DATABASE_URL: url.replace('mailroom@', 'mailroom:hush-database@') }),
    ...environment,
  });
  const refusals: string[] = [];
  /** A body that is a text is sent as it is. */
  const ask = async (method: string, path: string, body?: unknown, headers: Json = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) refusals.push(text);
    const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      json: (isJson && text !== '' ? JSON.parse(text) : {}) as Json,
    };
  };
  return { server, ask, refusals };
}

function assertHushed(server: ServerProcess, refusals: readonly string[], others: readonly string[] = []) {
  for (const text of [server.printed(), ...refusals]) {
    for (const secret of ['hush', ...others]) {
      const at = text.indexOf(secret);
      assert.equal(at, -1, `${secret}: …${text.slice(Math.max(0, at - 300), at + 200)}`);
    }
  }
}

test('no key, password, secret, cookie or link is in a line of the log or in a refusal', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-secrets-'));
  await using collector = await startEchoing(401);
  await using receiver = await startEchoing(500);
  await using mail = await startRefusingMail();
  const { server, ask, refusals } = await startTold(dir.path, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer hush-traces',
  });
  await using _server = server;
  const v2 = '/api/v2';

  // Keys, where they belong and where they do not.
  for (const headers of [{}, { authorization: 'Bearer hush-wrong-key' }, { authorization: 'hush basic' }]) {
    await ask('GET', '/api/v1/credits', undefined, headers);
    await ask('GET', `${v2}/files`, undefined, headers);
  }
  for (const path of ['/api/v1/credits', '/api/v1/no-such', `${v2}/files`, `${v2}/no-such`, '/files/a/b']) {
    await ask('GET', `${path}?apiKey=${apiKey}&limit=x`);
  }
  const session = await ask('POST', `${v2}/session`, { apiKey });
  const cookie = session.headers.get('set-cookie')!.split(';', 1)[0]!;
  const signed = cookie.slice(cookie.indexOf('=') + 1);
  await ask('GET', `${v2}/session`, undefined, { cookie, authorization: '' });
  await ask('GET', `${v2}/session`, undefined, { cookie: `${cookie}x`, authorization: '' });
  await ask('POST', `${v2}/session`, { apiKey: 'hush-wrong-key' });

  // Bodies that are not right beside a secret, or in it.
  const broken = [
    `{"apiKey": ${apiKey}}`,
    `{"secret": "${webhookSecret}`,
    `{"password": "${password}" "user"}`,
    `{"hush": tru}`,
    'hush',
    `{"__proto__": "hush"}`,
  ];
  for (const body of broken) {
    for (const path of ['/api/v1/createExtraction', `${v2}/session`, `${v2}/webhooks`, `${v2}/sources`]) {
      await ask('POST', path, body);
      await ask('POST', path, body, { 'content-type': 'application/x-www-form-urlencoded' });
    }
  }
  const made = await ask('POST', `${v2}/classifications`, { name: 'Post', documentTypes: officeTypes });
  const { id: classificationId } = made.json;
  const mailbox = { host: '127.0.0.1', port: mail.port, security: 'none', user: 'office', password };
  const wrong = [
    { url: receiver.url, secret: ['hush', 'hush'], events: [webhookSecret] },
    { url: receiver.url, secret: 'hush-short' },
    { url: receiver.url, secret: `hush${'x'.repeat(600)}` },
    { url: 'https://user:hush-in-url@127.0.0.1/hook', secret: webhookSecret },
  ];
  for (const body of wrong) await ask('POST', `${v2}/webhooks`, body);
  for (const changes of [{ password: ['hush', 'a'] }, { password: 'hush'.repeat(999) }, { host: 'a b' }]) {
    await ask('POST', `${v2}/sources`, { classificationId, mailbox: { ...mailbox, ...changes } });
  }
  assert.ok(refusals.length > 60, `${refusals.length} refusals`);

  // A receiver that says back what it got, a mail server that does, a link, and a database that refuses rows.
  await ask('POST', `${v2}/webhooks`, {
    url: `${receiver.url}/hush-in-the-path`,
    secret: webhookSecret,
    events: ['classification.processed'],
  });
  const source = await ask('POST', `${v2}/sources`, { classificationId, mailbox });
  assert.equal(source.status, 201, JSON.stringify(source.json));
  const failing = await until('the mail server to refuse', async () => {
    await ask('POST', `${v2}/sources/${source.json.id}/check`, {});
    return (await ask('GET', `${v2}/sources/${source.json.id}`)).json.lastError;
  });
  assert.doesNotMatch(JSON.stringify(failing), /hush/);
  assert.match(mail.got(), /hush-mailbox/, 'the mail server was told the password');
  const { json } = await upload(
    server.url,
    classificationId,
    [['a.txt', 'Invoice number 1']],
    undefined,
    apiKey,
  );
  const { files } = await until('the file', async () => {
    const { json: found } = await ask('POST', '/api/v1/documentClassification/getResults', {
      classificationId,
      batchId: json.batchId,
    });
    return found.status === 'waiting' ? undefined : found;
  });
  const link = new URL(files[0].url);
  const signature = link.searchParams.get('signature')!;
  assert.equal((await ask('GET', `${link.pathname}${link.search}`)).status, 200);
  await ask('GET', `${link.pathname}${link.search}x`);
  await until('the webhook to be refused, and the traces', async () => {
    const events = server.logged().map(({ msg }) => msg);
    return (events.includes('webhook not delivered') && events.includes('traces not delivered')) || undefined;
  });
  const { DATABASE_URL: location = dir.path } = await databaseOf(dir.path);
  await using database = await openDatabase(location);
  await refuseRows(database);
  const failed = [
    await ask('POST', `${v2}/webhooks`, { url: `${receiver.url}/other`, secret: webhookSecret }),
    await ask('POST', `${v2}/sources`, { classificationId, mailbox }),
  ];
  assert.deepEqual(
    failed.map(({ status }) => status),
    [500, 500],
  );
  await until('both lines of it', async () => {
    const lines = server.logged().filter(({ msg }) => msg === 'request failed');
    return lines.length >= 2 || undefined;
  });
  const signingKey = await ensureSigningKey(database, dir.path);
  assertHushed(server, refusals, [
    signed,
    signature,
    signingKey.toString('base64'),
    signingKey.toString('hex'),
  ]);
});

test('an object store that says back what it was sent leaves no credentials in the log', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-secrets-'));
  await using store = await startEchoing(403, ({ method }) => method === 'HEAD');
  const { server, ask, refusals } = await startTold(dir.path, {
    BLOBS_URL: `s3://mailroom?endpoint=${encodeURIComponent(store.url)}`,
  });
  await using _server = server;
  const made = await ask('POST', '/api/v2/classifications', { name: 'Post', documentTypes: officeTypes });
  const { status, json } = await upload(
    server.url,
    made.json.id,
    [['a.txt', 'Invoice number 1']],
    undefined,
    apiKey,
  );
  assert.equal(status, 503);
  await until(
    'the line of it',
    async () => server.logged().some(({ msg }) => msg === 'request failed') || undefined,
  );
  assert.match(store.got(), /hush-aws-token/, 'the store was told the token');
  assertHushed(server, [...refusals, JSON.stringify(json)]);
});

test('a start that fails names the setting and none of its secrets', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'mailroom-secrets-'));
  await using store = await startEchoing(403);
  const endpoint = encodeURIComponent(store.url);
  const starts: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{ DATABASE_URL: 'postgres://mailroom:hush@127.0.0.1:1/mailroom' }, /database cannot be reached/],
    [{ DATABASE_URL: 'postgres://mailroom:hush@:bad:/mailroom' }, /mailroom:/],
    [{ BLOBS_URL: 's3://id:hush@mailroom?endpoint=http://127.0.0.1:1' }, /BLOBS_URL/],
    [{ BLOBS_URL: `s3://mailroom?endpoint=${endpoint}` }, /BLOBS_URL cannot be used/],
    [
      {
        DATABASE_URL: 'mysql://mailroom:hush@db/mailroom',
        BLOBS_URL: 's3:/hush',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://id:hush@127.0.0.1:1',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer\nhush',
        MAILROOM_API_KEY: 'hush',
      },
      /DATABASE_URL must(.*\n)+.*BLOBS_URL must(.*\n)+.*OTLP_ENDPOINT must(.*\n)+.*OTLP_HEADERS must(.*\n)+.*API_KEY must/,
    ],
  ];
  for (const [environment, expected] of starts) {
    const settings = {
      ...process.env,
      DATA_DIR: dir.path,
      PORT: '0',
      LOG_LEVEL: 'debug',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'hush-aws-secret',
      AWS_SESSION_TOKEN: 'hush-aws-token',
      ...environment,
    };
    const { code, printed } = await new Promise<{ code: unknown; printed: string }>((ended) => {
      execFile(process.execPath, [main, 'serve'], { env: settings, timeout: 60_000 }, (error, out, err) =>
        ended({ code: error?.code, printed: out + err }),
      );
    });
    assert.equal(code, 1, JSON.stringify(environment));
    assert.match(printed, expected);
    assert.doesNotMatch(printed, /hush/);
  }
});

/** Answers with the given status and all that it was sent, but for what is `fine`. */
async function startEchoing(status: number, fine: (request: IncomingMessage) => boolean = () => false) {
  let got = '';
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const sent = `${request.url} ${JSON.stringify(request.headers)} ${body}`;
    got += sent;
    response.statusCode = fine(request) ? 200 : status;
    response.setHeader('content-type', 'application/xml');
    response.end(
      `<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message><CanonicalRequest>${sent
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')}</CanonicalRequest></Error>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    got: () => got,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As a constraint would that somebody added; PostgreSQL then tells the whole row. */
async function refuseRows(database: Database): Promise<void> {
  for (const table of ['webhook_endpoints', 'sources']) {
    const name = sql.table(table);
    await (isPostgres(database)
      ? sql`alter table ${name} add constraint refused check (id = '') not valid`
      : sql`create trigger ${sql.id(`refused_${table}`)} before insert on ${name} begin select raise(abort, 'refused'); end`
    ).execute(database);
  }
}
