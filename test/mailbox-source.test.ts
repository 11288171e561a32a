import assert from 'node:assert/strict';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type MailServer, mailServerMissing, mailUser, startMailServer } from './mail-server.ts';
import { type ServerProcess, startServerProcess, testKey, until } from './server-process.ts';
import { type Json, officeTypes } from './v2-server.ts';

const skip = mailServerMissing();
if (skip) process.stdout.write(`# no mailbox is read: ${skip}\n`);

const invoice = (number: number) => `Invoice\nInvoice number: ${number}\nBill to: us\nAmount due: 12.00 EUR`;

/** A mail with a text, a logo in it, and one attachment with a name beyond ASCII. */
function mailWith(number: number): string {
  return [
    'From: sender@example.org',
    'To: office@example.org',
    `Subject: Your invoice ${number}`,
    `Message-ID: <invoice-${number}@example.org>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Please find the invoice attached.',
    '--b',
    'Content-Type: image/png; name=logo.png',
    'Content-ID: <logo>',
    'Content-Disposition: inline; filename=logo.png',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    '--b',
    'Content-Type: text/plain; name="=?utf-8?B?UmVjaG51bmcgZsO8ci50eHQ=?="',
    'Content-Disposition: attachment; filename="=?utf-8?B?UmVjaG51bmcgZsO8ci50eHQ=?="',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(invoice(number)).toString('base64'),
    '--b--',
    '',
  ].join('\r\n');
}

const plainMail = [
  'From: sender@example.org',
  'Subject: Where is it / my order?',
  'Message-ID: <plain@example.org>',
  'Content-Type: text/plain',
  '',
  'Hello, where is my order?',
  '',
].join('\r\n');

async function ask(server: ServerProcess, method: string, path: string, body?: unknown): Promise<Json> {
  const response = await fetch(`${server.url}/api/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json() as Promise<Json>;
}

const trusting = ({ certificate }: MailServer) => ({
  SOURCES_ALLOW_PRIVATE: 'true',
  NODE_EXTRA_CA_CERTS: certificate,
  READERS: '1',
  OCR_LANGUAGES: 'eng',
});

async function makeSource(server: ServerProcess, mail: MailServer, changes: Json = {}): Promise<Json> {
  const { id } = await ask(server, 'POST', '/classifications', { name: 'Mail', documentTypes: officeTypes });
  const { user, pass: password } = mailUser;
  const mailbox = { host: '127.0.0.1', port: mail.port, user, password, ...changes };
  return ask(server, 'POST', '/sources', { classificationId: id, mailbox });
}

async function send(mail: MailServer, texts: readonly string[]): Promise<void> {
  await using client = await mail.signIn();
  for (const text of texts) await client.append('INBOX', text);
}

async function countsOf(mail: MailServer, folders: readonly string[]): Promise<(number | undefined)[]> {
  await using client = await mail.signIn();
  const all = (await client.list()).map(({ path }) => path);
  const counts: (number | undefined)[] = [];
  for (const path of folders) {
    const status = all.includes(path) && (await client.status(path, { messages: true }));
    counts.push(status ? status.messages : undefined);
  }
  return counts;
}

const lookUntil = (server: ServerProcess, id: string, what: string, isSo: (source: Json) => unknown) =>
  until(what, async () => {
    await ask(server, 'POST', `/sources/${id}/check`, {});
    const found = await ask(server, 'GET', `/sources/${id}`);
    return isSo(found) ? found : undefined;
  });

test('attachments become files and the mail is moved; the password is never answered nor kept in the clear', {
  skip,
}, async () => {
  await using mail = await startMailServer();
  await using data = await mkdtempDisposable(join(tmpdir(), 'mailroom-mailbox-'));
  await using server = await startServerProcess(data.path, trusting(mail));
  await send(mail, [mailWith(1), mailWith(2), plainMail]);
  const source = await makeSource(server, mail);
  assert.deepEqual([source.mailbox.security, source.mailbox.take], ['tls', 'attachments']);
  const seen = await lookUntil(server, source.id, 'three files', ({ files }) => files === 3);
  await until('the mail is moved', async () => {
    const counts = await countsOf(mail, ['INBOX', 'Processed']);
    return JSON.stringify(counts) === '[0,3]' || undefined;
  });
  const { items } = await ask(server, 'GET', '/files');
  assert.deepEqual(items.map(({ name }: Json) => name).toSorted(), [
    'Rechnung für.txt',
    'Rechnung für.txt',
    'Where is it - my order?.eml',
  ]);
  assert.equal(new Set(items.map(({ batchId }: Json) => batchId)).size, 1);
  const first = items.find(({ name }: Json) => name.endsWith('.txt'));
  const original = await fetch(`${server.url}/api/v2/files/${first.id}/original`, {
    headers: { authorization: `Bearer ${testKey}` },
  });
  assert.match(await original.text(), /^Invoice\nInvoice number: \d/);

  assert.doesNotMatch(JSON.stringify([source, seen]), /horse/);
  for (const file of ['mailroom.db', 'mailroom.db-wal']) {
    assert.equal(
      (await readFile(join(data.path, file)).catch(() => Buffer.alloc(0))).includes('correct-horse'),
      false,
    );
  }
  // Whoever holds a key must not have it sent elsewhere.
  const { mailbox } = seen;
  const moved = await ask(server, 'PATCH', `/sources/${source.id}`, {
    mailbox: { ...mailbox, host: 'localhost' },
  });
  assert.match(moved.detail, /Give the password again/);
});

test('a server killed between commit and move takes no mail twice and loses none', { skip }, async () => {
  await using mail = await startMailServer();
  await using data = await mkdtempDisposable(join(tmpdir(), 'mailroom-mailbox-kill-'));
  const count = 60;
  await send(
    mail,
    Array.from({ length: count }, (_, index) => mailWith(index)),
  );
  let id = '';
  for (let round = 0; round < 3; round += 1) {
    const server = await startServerProcess(data.path, trusting(mail));
    if (round === 0) id = (await makeSource(server, mail)).id;
    await until(
      'mail is taken',
      async () => (await ask(server, 'GET', `/sources/${id}`)).files > 0 || undefined,
    );
    await server.kill();
  }
  await using server = await startServerProcess(data.path, trusting(mail));
  await lookUntil(server, id, 'all are taken', ({ files }) => files >= count);
  await until('all are moved', async () => {
    const counts = await countsOf(mail, ['INBOX', 'Processed']);
    return JSON.stringify(counts) === `[0,${count}]` || undefined;
  });
  const { items } = await ask(server, 'GET', '/files?limit=500');
  assert.equal(items.length, count);
});

test('a wrong password, an untrusted certificate and a private address are told, and nothing is taken', {
  skip,
}, async () => {
  await using mail = await startMailServer();
  await send(mail, [plainMail]);
  const { NODE_EXTRA_CA_CERTS: _, ...untrusting } = trusting(mail);
  {
    await using data = await mkdtempDisposable(join(tmpdir(), 'mailroom-mailbox-tls-'));
    await using server = await startServerProcess(data.path, untrusting);
    const source = await makeSource(server, mail);
    const seen = await lookUntil(server, source.id, 'the refusal', ({ lastError }) => lastError);
    assert.match(seen.lastError.message, /certificate/i);
  }
  await using data = await mkdtempDisposable(join(tmpdir(), 'mailroom-mailbox-refused-'));
  {
    await using server = await startServerProcess(data.path, trusting(mail));
    const source = await makeSource(server, mail, { password: 'wrong' });
    const seen = await lookUntil(server, source.id, 'the refusal', ({ lastError }) => lastError);
    assert.match(seen.lastError.message, /refuses this user and password/);
    assert.equal(seen.state, 'failing');
  }
  await using server = await startServerProcess(data.path, { READERS: '1' });
  assert.match((await makeSource(server, mail)).detail, /SOURCES_ALLOW_PRIVATE=true/);
  assert.deepEqual(await countsOf(mail, ['INBOX']), [1]);
});
