import { Type } from 'typebox';
import type { Ping } from '../../jobs/ping-webhook.ts';
import { checkEvents, checkSecret, checkWebhookUrl } from '../../jobs/webhook-settings.ts';
import { standardSecret } from '../../jobs/webhook-signature.ts';
import type { Database } from '../../storage/database.ts';
import { replayDelivery } from '../../storage/webhook-deliveries.ts';
import * as storage from '../../storage/webhook-endpoints.ts';
import { type LoggedDelivery, readWebhookLog } from '../../storage/webhook-log.ts';
import { missing } from './missing.ts';
import { toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

export type WebhookParts = {
  readonly allowPrivate: boolean;
  readonly ping: (endpoint: storage.EndpointWithSecret) => Promise<Ping>;
};

const tag = 'Webhooks';
const closed = { additionalProperties: false } as const;
const params = Type.Object({ webhookId: schemas.id('Id of a webhook') });
const time = Type.String({ format: 'date-time' });

const endpoint = {
  id: Type.String(),
  url: Type.String(),
  events: Type.Array(Type.String()),
  createdAt: time,
  disabledAt: Type.Optional(time),
  disabledReason: Type.Optional(Type.String()),
};

const attempt = Type.Object(
  {
    at: time,
    milliseconds: Type.Integer(),
    status: Type.Optional(Type.Integer({ description: 'Absent where no answer came' })),
    error: Type.Optional(Type.String()),
    response: Type.Optional(Type.String({ description: 'The first 2 kB of the answer' })),
  },
  closed,
);

export function listWebhooks(database: Database) {
  return resource({
    name: 'webhooks.list',
    tag,
    summary: 'List the webhooks of the workspace',
    answer: Type.Object({ items: Type.Array(Type.Object(endpoint, closed)) }),
    handle: async ({ caller: { workspaceId } }) => ({
      items: (await storage.listEndpoints(database, workspaceId)).map(toWebhook),
    }),
  });
}

export function setWebhook(database: Database, { allowPrivate }: WebhookParts) {
  return resource({
    name: 'webhooks.set',
    tag,
    summary: 'Add a webhook, or change the one of this URL',
    description:
      'The secret is in this answer only. Without one it is made, or stays as it is. Changing enables a disabled webhook again.',
    status: 201,
    body: Type.Object({
      url: Type.String(),
      events: Type.Optional(
        Type.Array(Type.String(), { description: 'The events of extractions where absent' }),
      ),
      secret: Type.Optional(Type.String({ description: 'May be the API key, for receivers that expect it' })),
    }),
    answer: Type.Object(
      {
        ...endpoint,
        secret: Type.String({ description: 'For the header x-webhook-signature' }),
        standardSecret: Type.String({ description: 'The same for libraries of Standard Webhooks' }),
      },
      closed,
    ),
    handle: async ({ body, caller: { workspaceId } }) => {
      const stored = await storage.setEndpoint(database, {
        workspaceId,
        url: checkWebhookUrl(body.url, allowPrivate),
        events: checkEvents(body.events),
        secret: checkSecret(body.secret),
      });
      const { secret } = stored;
      return { ...toWebhook(stored), secret, standardSecret: standardSecret(secret) };
    },
  });
}

export function deleteWebhook(database: Database) {
  return resource({
    name: 'webhooks.delete',
    tag,
    summary: 'Remove a webhook with its log',
    params,
    status: 204,
    handle: async ({ params: { webhookId }, caller: { workspaceId } }) => {
      const { id } = await requireWebhook(database, workspaceId, webhookId);
      await storage.removeEndpoint(database, id);
      return undefined;
    },
  });
}

export function pingWebhook(database: Database, { ping }: WebhookParts) {
  return resource({
    name: 'webhooks.ping',
    tag,
    summary: 'Send a test event now',
    params,
    answer: Type.Object({ delivered: Type.Boolean(), attempt }, closed),
    handle: async ({ params: { webhookId }, caller: { workspaceId } }) => {
      const sent = await ping(await requireWebhook(database, workspaceId, webhookId));
      return { ...sent, attempt: { ...sent.attempt, at: toTime(sent.attempt.at) } };
    },
  });
}

export function listWebhookDeliveries(database: Database) {
  return resource({
    name: 'webhookDeliveries.list',
    tag,
    summary: 'Read the log: the latest deliveries with their attempts',
    query: Type.Object({
      webhookId: Type.Optional(Type.String({ maxLength: 128 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    }),
    answer: Type.Object({
      items: Type.Array(
        Type.Object(
          {
            id: Type.String(),
            webhookId: Type.String(),
            eventId: Type.String({ description: 'The header webhook-id' }),
            event: Type.String(),
            batchId: Type.Optional(Type.String()),
            state: Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('failed')]),
            createdAt: time,
            nextAt: Type.Optional(time),
            attempts: Type.Array(attempt),
          },
          closed,
        ),
      ),
    }),
    handle: async ({ query: { webhookId, limit = 50 }, caller: { workspaceId } }) => {
      const deliveries = await readWebhookLog(database, { workspaceId, endpointId: webhookId, limit });
      return { items: deliveries.map(toDelivery) };
    },
  });
}

export function replayWebhookDelivery(database: Database) {
  return resource({
    name: 'webhookDeliveries.replay',
    tag,
    summary: 'Tell the same event once more',
    description: 'Under its old event id, as a delivery of its own.',
    params: Type.Object({ deliveryId: schemas.id('Id of a delivery') }),
    status: 201,
    answer: Type.Object({ id: Type.String() }, closed),
    handle: async ({ params: { deliveryId }, caller: { workspaceId } }) => {
      const id = await replayDelivery(database, deliveryId, workspaceId);
      if (id === undefined) throw missing('delivery', deliveryId);
      return { id };
    },
  });
}

async function requireWebhook(database: Database, workspaceId: string, webhookId: string) {
  const found = await storage.findEndpoint(database, webhookId, workspaceId);
  if (found === undefined) throw missing('webhook', webhookId);
  return found;
}

function toWebhook({ id, url, events, createdAt, disabled }: storage.WebhookEndpoint) {
  return {
    id,
    url,
    events: [...events],
    createdAt: toTime(createdAt),
    ...(disabled && { disabledAt: toTime(disabled.at), disabledReason: disabled.reason }),
  };
}

function toDelivery({ id, endpointId, eventId, event, batchId, state, ...rest }: LoggedDelivery) {
  return {
    id,
    webhookId: endpointId,
    eventId,
    event,
    ...(batchId !== undefined && { batchId }),
    state,
    createdAt: toTime(rest.createdAt),
    ...(rest.nextAt !== undefined && { nextAt: toTime(rest.nextAt) }),
    attempts: rest.attempts.map((attempt) => ({ ...attempt, at: toTime(attempt.at) })),
  };
}
