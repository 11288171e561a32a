import { createId } from '../storage/ids.ts';
import { type Attempt, recordAttempt } from '../storage/webhook-attempts.ts';
import { insertDelivery } from '../storage/webhook-deliveries.ts';
import type { EndpointWithSecret } from '../storage/webhook-endpoints.ts';
import { attemptDelivery, type WebhookOptions } from './webhook-job.ts';

/** Longer than an attempt can take. */
const heldMs = 60_000;

export type Ping = { readonly delivered: boolean; readonly attempt: Attempt };

/** Sends `{"event": "ping", "result": []}` at once, once, signed as every event; it stands in the log. */
export async function pingWebhook(options: WebhookOptions, endpoint: EndpointWithSecret): Promise<Ping> {
  const { id: endpointId, workspaceId, url, secret } = endpoint;
  const ping = {
    workspaceId,
    endpointId,
    eventId: `msg_${createId().slice(1)}`,
    event: 'ping',
    batchId: undefined,
  };
  const id = await insertDelivery(options.database, { ...ping, heldMs });
  const { attempt, verdict } = await attemptDelivery(options, { ...ping, url, secret, attempt: 1 });
  const delivered = verdict.state === 'delivered';
  await recordAttempt(options.database, { id, endpointId, attempt: 1 }, attempt, {
    state: delivered ? 'delivered' : 'failed',
  });
  return { delivered, attempt };
}
