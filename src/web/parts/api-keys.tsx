import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { ApiKey } from '../../http/v2/schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { formatTime } from '../format.ts';
import { useResource } from '../use-resource.ts';
import { Failed } from './notice.tsx';

const scopeNames: Readonly<Record<ApiKey['scope'], string>> = {
  admin: 'may do everything',
  write: 'may read and change',
  read: 'may read',
};

/** `ownId`: the key that this browser is signed in with. */
export function ApiKeys({ ownId }: { ownId: string }) {
  const { data, error, reload } = useResource<{ items: ApiKey[] }>('/api-keys');
  const { data: classifications } = useResource<{ items: Classification[] }>('/classifications?limit=200');
  const [made, setMade] = useState<string>();
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = [...new FormData(form)].filter(([, value]) => value !== '');
    try {
      const { key } = await post<{ key: string }>('/api-keys', Object.fromEntries(given));
      setMade(key);
      form.reset();
    } catch (reason) {
      announce(messageOf(reason));
    }
    reload();
  };
  const revoke = async ({ id, name }: ApiKey) => {
    const own = id === ownId ? ' You are signed in with it, and will be signed out.' : '';
    if (!confirm(`Revoke "${name}"? Programs that use it are refused at once.${own}`)) return;
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
                {scopeNames[key.scope]}
                {key.classificationId !== undefined && ` · one classification`}
                {key.templateId !== undefined && ` · one template`} · made {formatTime(key.createdAt)}
                {key.expiresAt && ` · expires ${formatTime(key.expiresAt)}`}
                {key.revokedAt && ` · revoked ${formatTime(key.revokedAt)}`}
                {key.id === ownId && ' · you are signed in with it'}
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
        <label>
          <span class="hidden">What it may do</span>
          <select name="scope">
            {Object.entries(scopeNames).map(([scope, name]) => (
              <option key={scope} value={scope}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="hidden">What it sees</span>
          <select name="classificationId">
            <option value="">all of the workspace</option>
            {classifications?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                only {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Expires, if ever
          <input type="date" name="expiresAt" />
        </label>
        <button type="submit">Make a key</button>
      </form>
    </section>
  );
}
