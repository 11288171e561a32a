import { useState } from 'preact/hooks';
import type { ApiKey } from '../../http/v2/schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf } from '../api.ts';
import { formatTime } from '../format.ts';
import { scopeNames } from '../scope-names.ts';
import { useOwners } from '../use-owners.ts';
import { useResource } from '../use-resource.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { Failed } from './notice.tsx';

/** `ownId`: the key that this browser is signed in with. */
export function ApiKeys({ ownId }: { ownId: string }) {
  const { data, error, reload } = useResource<{ items: ApiKey[] }>('/api-keys');
  const { classifications, templates, nameById } = useOwners();
  const [made, setMade] = useState<string>();
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
              <strong>{key.name}</strong> <code>{key.prefix}…</code>{' '}
              {key.id === ownId && <span class="state">you are signed in with it</span>}
              <p class="quiet">{describeKey(key, nameById)}</p>
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
      <ApiKeyForm
        classifications={classifications}
        templates={templates}
        onMade={(key) => {
          setMade(key);
          reload();
        }}
      />
    </section>
  );
}

/** `may read, only of Invoices · made Today, 14:05 · expires 3 Mar 2027, 01:00`. */
function describeKey(key: ApiKey, nameById: ReadonlyMap<string, string>): string {
  const bound = [key.classificationId, key.templateId]
    .filter((id) => id !== undefined)
    .map((id) => nameById.get(id) ?? 'what is deleted by now');
  return [
    `${scopeNames[key.scope]}${bound.length > 0 ? `, only of ${bound.join(' and ')}` : ''}`,
    `made ${formatTime(key.createdAt)}`,
    ...(key.expiresAt ? [`expires ${formatTime(key.expiresAt)}`] : []),
    ...(key.revokedAt ? [`revoked ${formatTime(key.revokedAt)}`] : []),
  ].join(' · ');
}
