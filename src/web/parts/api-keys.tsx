import { useState } from 'preact/hooks';
import type { ApiKey } from '../../http/v2/schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { formatTime } from '../format.ts';
import { useResource } from '../use-resource.ts';
import { Failed } from './notice.tsx';

export function ApiKeys() {
  const { data, error, reload } = useResource<{ items: ApiKey[] }>('/api-keys');
  const [made, setMade] = useState<string>();
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = String(new FormData(form).get('name'));
    const { key } = await post<{ key: string }>('/api-keys', { name });
    setMade(key);
    form.reset();
    reload();
  };
  const revoke = async ({ id, name }: ApiKey) => {
    if (!confirm(`Revoke "${name}"? Programs that use it are refused at once.`)) return;
    try {
      await ask(`/api-keys/${id}`, { method: 'DELETE' });
      announce(`"${name}" is revoked`);
    } catch (reason) {
      announce(messageOf(reason));
    }
    reload();
  };
  return (
    <section class="panel" aria-labelledby="api-keys">
      <h2 id="api-keys">API keys</h2>
      {error !== undefined && <Failed error={error} onRetry={reload} />}
      <ul class="rows">
        {data?.items.map((key) => (
          <li key={key.id} class="key-row">
            <div>
              <strong>{key.name}</strong> <code>{key.prefix}…</code>
              <p class="quiet">
                made {formatTime(key.createdAt)}
                {key.revokedAt && ` · revoked ${formatTime(key.revokedAt)}`}
              </p>
            </div>
            {key.revokedAt ? (
              <span class="state refused">revoked</span>
            ) : (
              <button type="button" class="bad" onClick={() => revoke(key)} aria-label={`Revoke ${key.name}`}>
                Revoke
              </button>
            )}
          </li>
        ))}
      </ul>
      {made && (
        <div class="notice good" role="status">
          <p>
            Copy it now, it is shown only this once: <code class="key">{made}</code>
          </p>
        </div>
      )}
      <form class="inline-form" onSubmit={make}>
        <label>
          <span class="hidden">Name of the new key</span>
          <input name="name" required maxLength={100} placeholder="What it is for" />
        </label>
        <button type="submit">Make a key</button>
      </form>
    </section>
  );
}
