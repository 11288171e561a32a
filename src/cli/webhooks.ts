import { parseArgs } from 'node:util';
import { Failure } from '../errors.ts';
import { pingWebhook } from '../jobs/ping-webhook.ts';
import { checkEvents, checkSecret, checkWebhookUrl } from '../jobs/webhook-settings.ts';
import { standardSecret } from '../jobs/webhook-signature.ts';
import { createLog } from '../log.ts';
import { audited } from '../storage/audit.ts';
import type { Database } from '../storage/database.ts';
import { replayDelivery, workspaceOfDelivery } from '../storage/webhook-deliveries.ts';
import {
  type EndpointWithSecret,
  findEndpoint,
  listEndpoints,
  removeEndpoint,
  setEndpoint,
} from '../storage/webhook-endpoints.ts';
import { readWebhookLog } from '../storage/webhook-log.ts';
import { defaultWorkspaceId, ensureDefaultWorkspace, hasWorkspace } from '../storage/workspaces.ts';
import { byCommandLine } from './by-command-line.ts';
import { columns } from './columns.ts';
import { configFromEnvironment, openConfiguredDatabase } from './settings.ts';

const help = `mailroom webhooks list                      where finished batches are told of
mailroom webhooks set URL [--events A,B] [--secret S] [--workspace ID]
                                            add a URL, or change it; its secret is printed
mailroom webhooks remove ID                 with its log
mailroom webhooks ping ID                   send a test event now, and show the answer
mailroom webhooks log [ID] [--limit N]      the latest deliveries with their attempts
mailroom webhooks replay DELIVERY           tell the same event once more

Events: extraction.processed, extraction.failed (both by default), classification.processed.
Without --secret one is made. Works beside a running server, on the same DATA_DIR.
`;

const deliveriesShown = 20;

type Options = {
  readonly events?: string | undefined;
  readonly secret?: string | undefined;
  readonly workspace?: string | undefined;
  readonly limit?: string | undefined;
};
type Action = (database: Database, subject: string | undefined, options: Options) => Promise<number>;

const actions: Readonly<Record<string, Action>> = { list, set, remove, ping, log, replay };

export async function webhooks(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      events: { type: 'string' },
      secret: { type: 'string' },
      workspace: { type: 'string' },
      limit: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name = '', subject] = positionals;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  const lacksSubject = subject === undefined && !['list', 'log'].includes(name);
  if (values.help || action === undefined || lacksSubject) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  await using database = await openConfiguredDatabase();
  await ensureDefaultWorkspace(database);
  return await action(database, subject, values);
}

async function list(database: Database): Promise<number> {
  const rows = (await listEndpoints(database)).map(({ id, workspaceId, url, events, disabled }) => [
    id,
    workspaceId,
    url,
    events.join(','),
    disabled === undefined ? 'active' : `disabled: ${disabled.reason}`,
  ]);
  process.stdout.write(columns([['ID', 'WORKSPACE', 'URL', 'EVENTS', 'STATE'], ...rows]));
  return 0;
}

async function set(database: Database, url: string | undefined, options: Options): Promise<number> {
  const { webhookAllowPrivate } = configFromEnvironment();
  const workspaceId = options.workspace ?? defaultWorkspaceId;
  if (!(await hasWorkspace(database, workspaceId))) throw missing('workspace', workspaceId);
  const wanted = {
    workspaceId,
    url: checkWebhookUrl(url!, webhookAllowPrivate),
    events: checkEvents(options.events?.split(',').map((name) => name.trim())),
    secret: checkSecret(options.secret),
  };
  const endpoint = await audited(
    byCommandLine('webhooks', {
      workspaceId,
      action: 'webhooks.set',
      resourceKind: 'webhook',
      summary: options.secret === undefined ? 'url; events' : 'url; events; secret',
    }),
    () => setEndpoint(database, wanted),
  );
  const { id, events, secret } = endpoint;
  process.stdout.write(`${id}\n`);
  process.stderr.write(`Told of: ${events.join(', ')}\nSecret: ${secret}\n`);
  if (standardSecret(secret) !== secret) {
    process.stderr.write(`For Standard Webhooks libraries: ${standardSecret(secret)}\n`);
  }
  return 0;
}

async function remove(database: Database, id: string | undefined): Promise<number> {
  const endpoint = await findEndpoint(database, id!);
  if (endpoint === undefined) throw missing('webhook', id!);
  const { workspaceId } = endpoint;
  await audited(
    byCommandLine('webhooks', {
      workspaceId,
      action: 'webhooks.delete',
      resourceKind: 'webhook',
      resourceId: id,
    }),
    () => removeEndpoint(database, id!),
  );
  process.stderr.write(`${id} is told of nothing any more.\n`);
  return 0;
}

async function ping(database: Database, id: string | undefined): Promise<number> {
  const endpoint: EndpointWithSecret | undefined = await findEndpoint(database, id!);
  if (endpoint === undefined) throw missing('webhook', id!);
  const config = configFromEnvironment();
  const { delivered, attempt } = await pingWebhook(
    {
      database,
      allowPrivate: config.webhookAllowPrivate,
      // A ping tells of no file.
      presentation: { fileUrl: () => '', lowerCaseTypes: config.lowerCaseTypes },
      log: createLog('error'),
    },
    endpoint,
  );
  process.stdout.write(`${attempt.status ?? attempt.error} in ${attempt.milliseconds} ms\n`);
  if (attempt.response) process.stdout.write(`${attempt.response}\n`);
  return delivered ? 0 : 1;
}

async function log(database: Database, id: string | undefined, options: Options): Promise<number> {
  const limit = Number(options.limit ?? deliveriesShown);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw new Failure('invalid_request', '--limit must be a whole number from 1 to 1000');
  }
  const deliveries = await readWebhookLog(database, { endpointId: id, limit });
  const rows = deliveries.map((delivery) => {
    const last = delivery.attempts.at(-1);
    return [
      delivery.id,
      new Date(delivery.createdAt).toISOString().slice(0, 19),
      delivery.event,
      delivery.state,
      String(delivery.attempts.length),
      String(last?.status ?? last?.error ?? ''),
      delivery.nextAt === undefined ? '' : new Date(delivery.nextAt).toISOString().slice(0, 19),
    ];
  });
  const head = ['DELIVERY', 'AT', 'EVENT', 'STATE', 'ATTEMPTS', 'ANSWER', 'NEXT'];
  process.stdout.write(columns([head, ...rows]));
  return 0;
}

async function replay(database: Database, id: string | undefined): Promise<number> {
  const workspaceId = await workspaceOfDelivery(database, id!);
  if (workspaceId === undefined) throw missing('delivery', id!);
  const again = await audited(
    byCommandLine('webhooks', {
      workspaceId,
      action: 'webhookDeliveries.replay',
      resourceKind: 'webhook delivery',
      resourceId: id,
    }),
    () => replayDelivery(database, id!),
  );
  process.stdout.write(`${again}\n`);
  process.stderr.write('The running server sends it at once, or the next one when it starts.\n');
  return 0;
}

function missing(what: string, id: string): Failure {
  return new Failure('not_found', `There is no ${what} ${id}`);
}
