import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { accessByOperation } from '../src/http/access.ts';
import { forgetOldAuditEvents } from '../src/storage/audit.ts';
import { type Database, openDatabase } from '../src/storage/database.ts';
import { isPostgres } from '../src/storage/dialect.ts';
import { insertDelivery } from '../src/storage/webhook-deliveries.ts';
import { fillWorkspace } from './fill-workspace.ts';
import { type DeskServer, deskKey, formOf, type Json, officeTypes, startDesk } from './v2-server.ts';
import { askOperation, listOperations } from './walk-routes.ts';

let server: DeskServer;
let database: Database;

before(async () => {
  server = await startDesk({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  database = await openDatabase(server.location);
});

after(async () => {
  await database.destroy();
  await server[Symbol.asyncDispose]();
});

test('a change is recorded with who, what, when and the request; a refusal and a reading are not', async () => {
  const secret = 'whsec_bm90LXRoZS1yZWFsLXNlY3JldC1idXQtbG9uZw==';
  const made = await ask('POST', '/classifications', { name: 'Inbox', documentTypes: officeTypes });
  const { id } = made.json;
  await ask('PATCH', `/classifications/${id}`, { revision: 1, name: 'Private name of an inbox' });
  await ask('PATCH', `/classifications/${id}`, { revision: 99, name: 'Too late' });
  await ask('GET', `/classifications/${id}`);
  await ask('POST', '/webhooks', { url: 'https://127.0.0.1/hook', secret });
  const upload = await ask(
    'POST',
    '/batches',
    formOf(id, [{ name: 'private.txt', bytes: Buffer.from('hi') }]),
  );
  const events = (await ask('GET', '/audit-events')).json.items as Json[];
  assert.deepEqual(
    events.map(({ action }) => action),
    ['batches.create', 'webhooks.set', 'classifications.update', 'classifications.create'],
  );
  const [created] = events.slice(-1);
  assert.deepEqual(created!.resource, { kind: 'classification', id });
  assert.equal(created!.actor.kind, 'key');
  assert.equal(created!.actor.name, 'first');
  assert.equal(created!.requestId, made.headers.get('x-request-id'));
  assert.deepEqual(events[0]!.resource, { kind: 'batch', id: upload.json.id });
  assert.ok(Math.abs(Date.now() - Date.parse(created!.at)) < 600_000);
  assert.doesNotMatch(JSON.stringify(events), /Private name|private\.txt|whsec_|127\.0\.0\.1/);
  const filtered = await ask('GET', `/audit-events?resourceId=${encodeURIComponent(id)}&limit=1`);
  assert.equal(filtered.json.items[0].action, 'classifications.update');
  const rest = await ask('GET', `/audit-events?resourceId=${id}&cursor=${filtered.json.next}`);
  assert.equal(rest.json.items[0].action, 'classifications.create');
});

test('no route changes anything where its record cannot be written', async () => {
  const ids = await fillWorkspace(server, database, deskKey);
  await refuseRecords();
  const before = await contents();
  const refused = new Set<string>();
  for (const operation of await listOperations(server)) {
    if (accessByOperation[operation.id]!.scope === 'read') continue;
    const answer = await askOperation(server, operation, deskKey, ids);
    if (answer.status === 500) refused.add(operation.id);
    assert.deepEqual(await contents(), before, `${operation.id} changed something without a record`);
  }
  await (isPostgres(database)
    ? sql`alter table audit_events drop constraint refused`
    : sql`drop trigger refused`
  ).execute(database);
  // The walk reached the changes, and did not only meet refusals.
  assert.ok(refused.size >= 40, [...refused].join(', '));
});

test('what the command line changes is recorded too, and old events are forgotten', async () => {
  const key = mailroom('keys', 'create', 'by hand');
  const made = await newest();
  assert.deepEqual(made.actor, { kind: 'command line', name: 'mailroom keys' });
  assert.deepEqual([made.action, made.resource.kind], ['apiKeys.create', 'API key']);
  mailroom('keys', 'revoke', made.resource.id);
  assert.deepEqual(told(await newest()), ['apiKeys.revoke', made.resource.id]);

  const secret = 'a-secret-of-the-hook';
  const id = mailroom('webhooks', 'set', 'https://127.0.0.1/by-hand', '--secret', secret).trim();
  const set = await newest();
  assert.deepEqual([...told(set), set.summary], ['webhooks.set', id, 'url; events; secret']);
  assert.deepEqual(set.actor, { kind: 'command line', name: 'mailroom webhooks' });
  const event = { workspaceId: 'default', eventId: 'evt', event: 'ping', batchId: undefined };
  const deliveryId = await insertDelivery(database, { ...event, endpointId: id });
  mailroom('webhooks', 'replay', deliveryId);
  assert.deepEqual(told(await newest()), ['webhookDeliveries.replay', deliveryId]);
  mailroom('webhooks', 'remove', id);
  assert.deepEqual(told(await newest()), ['webhooks.delete', id]);
  assert.doesNotMatch((await ask('GET', '/audit-events')).text, new RegExp(`${key.trim()}|${secret}|127.0`));

  assert.equal(await forgetOldAuditEvents(database, Date.now() - 3_600_000), 0);
  assert.ok((await forgetOldAuditEvents(database, Date.now() + 1)) > 0);
});

const told = ({ action, resource }: Json) => [action, resource.id];
const newest = async () => (await ask('GET', '/audit-events?limit=1')).json.items[0] as Json;

function mailroom(...args: string[]): string {
  const main = resolve(import.meta.dirname, '../src/cli/main.ts');
  const { dataDir, location } = server;
  return execFileSync(process.execPath, [main, ...args], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      ...(location !== dataDir && { DATABASE_URL: location }),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
}

async function refuseRecords(): Promise<void> {
  await (isPostgres(database)
    ? sql`alter table audit_events add constraint refused check (id = '') not valid`
    : sql`create trigger refused before insert on audit_events begin select raise(abort, 'no record'); end`
  ).execute(database);
}

/** What people and programs made; not what only says when something happened. */
async function contents(): Promise<Record<string, unknown>> {
  const tables = [
    'classifications',
    'templates',
    'batches',
    'files',
    'results',
    'corrections',
    'classification_versions',
    'lessons',
    'labelled_files',
    'evaluation_sets',
    'evaluations',
    'extractions',
    'value_edits',
    'value_confirmations',
    'api_keys',
    'webhook_endpoints',
  ] as const;
  const found: Record<string, unknown> = {};
  // PostgreSQL gives rows in the order in which they were last written.
  for (const table of tables) {
    const rows = await database.selectFrom(table).selectAll().execute();
    found[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  const set = ['id', 'name', 'owner_id', 'settings', 'sealed_secret', 'paused'] as const;
  found.sources = await database.selectFrom('sources').select(set).orderBy('id').execute();
  return found;
}

const ask = (method: string, path: string, body?: unknown) => server.ask(method, path, body);
