import { useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { formatTime } from '../format.ts';
import { useResource } from '../use-resource.ts';
import { Failed } from './notice.tsx';

type Webhook = {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly disabledAt?: string;
  readonly disabledReason?: string;
};
type Attempt = { readonly at: string; readonly status?: number; readonly error?: string };
type Delivery = {
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  readonly batchId?: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly createdAt: string;
  readonly attempts: readonly Attempt[];
};
type List<T> = { readonly items: readonly T[] };

const events = [
  'classification.processed',
  'extraction.processed',
  'extraction.failed',
  'extraction.edited',
  'extraction.confirmed',
] as const;

/** Where finished batches are told of, and what became of each telling. */
export function Webhooks() {
  const webhooks = useResource<List<Webhook>>('/webhooks');
  const deliveries = useResource<List<Delivery>>('/webhook-deliveries?limit=20');
  const [secret, setSecret] = useState<string>();
  const act = async (work: () => Promise<string>) => {
    try {
      announce(await work());
    } catch (error) {
      announce(messageOf(error));
    }
    webhooks.reload();
    deliveries.reload();
  };
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const url = String(new FormData(form).get('url'));
    return act(async () => {
      const made = await post<{ secret: string }>('/webhooks', { url, events });
      setSecret(made.secret);
      form.reset();
      return `${url} is told of finished batches`;
    });
  };
  return (
    <section class="panel" aria-labelledby="webhooks">
      <h2 id="webhooks">Webhooks</h2>
      {webhooks.error !== undefined && <Failed error={webhooks.error} onRetry={webhooks.reload} />}
      {webhooks.data?.items.length === 0 && (
        <p class="quiet">No program is told of finished batches. Give the address of one:</p>
      )}
      <ul class="rows">
        {webhooks.data?.items.map(({ id, url, events: told, disabledReason }) => (
          <li key={id} class="key-row">
            <div>
              <strong>{url}</strong>
              <p class="quiet">{disabledReason ? `switched off: ${disabledReason}` : told.join(', ')}</p>
            </div>
            <div class="actions">
              <button
                type="button"
                aria-label={`Test ${url}`}
                onClick={() =>
                  act(async () => {
                    const { delivered, attempt } = await post<{ delivered: boolean; attempt: Attempt }>(
                      `/webhooks/${id}/ping`,
                      {},
                    );
                    return delivered ? 'It answered' : `It did not take it: ${outcomeOf(attempt)}`;
                  })
                }
              >
                Test
              </button>
              <button
                type="button"
                class="bad"
                aria-label={`Remove ${url}`}
                onClick={() =>
                  act(async () => {
                    await ask(`/webhooks/${id}`, { method: 'DELETE' });
                    return `${url} is removed`;
                  })
                }
              >
                Remove
              </button>
            </div>
          </li>
        ))}
      </ul>
      {secret && (
        <div class="notice good" role="status">
          <p>
            The secret that signs what it is told, shown only this once: <code class="key">{secret}</code>
          </p>
        </div>
      )}
      <form class="inline-form" onSubmit={add}>
        <label>
          <span class="hidden">Address of the webhook</span>
          <input name="url" type="url" required maxLength={2_000} placeholder="https://example.org/hook" />
        </label>
        <button type="submit">Add a webhook</button>
      </form>
      <Deliveries items={deliveries.data?.items ?? []} onReplay={(id) => act(() => replay(id))} />
    </section>
  );
}

async function replay(id: string): Promise<string> {
  await post(`/webhook-deliveries/${id}/replay`, {});
  return 'It is told once more';
}

type DeliveriesProps = { readonly items: readonly Delivery[]; readonly onReplay: (id: string) => void };

function Deliveries({ items, onReplay }: DeliveriesProps) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>Latest deliveries</h3>
      <ul class="rows">
        {items.map(({ id, event, state, createdAt, attempts }) => (
          <li key={id} class="key-row">
            <div>
              <span>{event}</span>
              <p class="quiet">
                {formatTime(createdAt)} ·{' '}
                {attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`}
                {attempts.length > 0 && ` · ${outcomeOf(attempts.at(-1)!)}`}
              </p>
            </div>
            <div class="actions">
              <span class={`state ${stateTones[state]}`}>{state}</span>
              <button type="button" onClick={() => onReplay(id)} aria-label={`Tell ${event} again`}>
                Again
              </button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

const stateTones = { waiting: 'queued', delivered: 'stored', failed: 'refused' } as const;

function outcomeOf({ status, error }: Attempt): string {
  return error ?? (status === undefined ? 'no answer' : `answered ${status}`);
}
