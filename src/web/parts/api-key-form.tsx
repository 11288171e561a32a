import { useState } from 'preact/hooks';
import type { Classification, Template } from '../../http/v2/definition-schemas.ts';
import type { ApiKey } from '../../http/v2/schemas.ts';
import { messageOf, post } from '../api.ts';
import { scopeNames } from '../scope-names.ts';

type ApiKeyFormProps = {
  readonly classifications: readonly Classification[];
  readonly templates: readonly Template[];
  /** The key itself, which is told this once. */
  readonly onMade: (key: string) => void;
};

const dayMs = 24 * 3_600_000;

/** A new key. Most are for a program that uploads and asks: such a one need not make keys itself. */
export function ApiKeyForm({ classifications, templates, onMade }: ApiKeyFormProps) {
  const [scope, setScope] = useState<ApiKey['scope']>('write');
  const [problem, setProblem] = useState<string>();
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = [...new FormData(form)].filter(([, value]) => value !== '');
    try {
      const { key } = await post<{ key: string }>('/api-keys', Object.fromEntries(given));
      setProblem(undefined);
      setScope('write');
      form.reset();
      onMade(key);
    } catch (reason) {
      setProblem(messageOf(reason));
    }
  };
  return (
    <form class="key-form" aria-label="New key" onSubmit={make}>
      <label>
        What it is for
        <input name="name" required maxLength={100} placeholder="Scanner in the office" />
      </label>
      <label>
        What it may do
        <select
          name="scope"
          value={scope}
          onChange={(event) => setScope(event.currentTarget.value as ApiKey['scope'])}
        >
          {Object.entries(scopeNames).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label>
        Expires, if ever
        <input type="date" name="expiresAt" min={new Date(Date.now() + dayMs).toISOString().slice(0, 10)} />
      </label>
      <Bound name="classificationId" label="Classification" scope={scope} items={classifications} />
      <Bound name="templateId" label="Template" scope={scope} items={templates} />
      <p class="quiet">
        {scope === 'admin'
          ? 'A key that may do everything sees everything, and makes keys and webhooks.'
          : 'With a classification, a template or one of each, it sees these and what was uploaded to them, and nothing else.'}
      </p>
      {problem !== undefined && (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      <button type="submit">Make a key</button>
    </form>
  );
}

type BoundProps = {
  readonly name: string;
  readonly label: string;
  readonly scope: ApiKey['scope'];
  readonly items: readonly { readonly id: string; readonly name: string }[];
};

function Bound({ name, label, scope, items }: BoundProps) {
  return (
    <label>
      {label} that it sees
      <select name={name} disabled={scope === 'admin'}>
        <option value="">{scope === 'admin' ? 'all' : 'not bound to one'}</option>
        {items.map((item) => (
          <option key={item.id} value={item.id}>
            only {item.name}
          </option>
        ))}
      </select>
    </label>
  );
}
