import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../../http/v2/schemas.ts';
import type { Source } from '../../http/v2/source-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { formatTime, plural } from '../format.ts';
import { AdminOnly } from '../parts/admin-only.tsx';
import { IntakeTabs } from '../parts/intake-tabs.tsx';
import { Empty, Failed, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { SourceForm } from '../parts/source-form.tsx';
import { useOwners } from '../use-owners.ts';
import { useResource } from '../use-resource.ts';

type SourceList = { readonly items: readonly Source[]; readonly watchRoots: readonly string[] };

const refreshMs = 5_000;
const lead = 'Folders and mailboxes that files come from by themselves.';

export function SourcesPage({ session }: { session: Session }) {
  if (session.scope === 'admin') return <Sources />;
  return (
    <Page title="Sources" lead={lead}>
      <IntakeTabs current="/sources" />
      <AdminOnly session={session} what="Sources" />
    </Page>
  );
}

function Sources() {
  const { data, error, reload } = useResource<SourceList>('/sources', { keep: true });
  const { classifications, templates, nameById } = useOwners();
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), refreshMs);
    return () => clearInterval(timer);
  }, [reload]);
  const act = async (work: () => Promise<string>) => {
    try {
      announce(await work());
    } catch (reason) {
      announce(messageOf(reason));
    }
    reload();
  };
  const add = (
    <button type="button" class="primary" onClick={() => setAdding(true)}>
      New source
    </button>
  );
  return (
    <Page title="Sources" lead={lead} actions={adding ? undefined : add}>
      <IntakeTabs current="/sources" />
      {error !== undefined && <Failed error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <Loading />}
      {adding && data && (
        <SourceForm
          watchRoots={data.watchRoots}
          classifications={classifications}
          templates={templates}
          onDone={(name) => {
            setAdding(false);
            if (name !== undefined) announce(`${name} is looked at from now on`);
            reload();
          }}
        />
      )}
      {data?.items.length === 0 && !adding && (
        <Empty title="No source yet">
          <p>
            What a scanner puts into a folder, or what comes to a mailbox, is classified or extracted without
            an upload.
          </p>
          {add}
        </Empty>
      )}
      <ul class="rows">
        {data?.items.map((source) => (
          <SourceRow
            key={source.id}
            source={source}
            target={nameById.get(source.classificationId ?? source.templateId ?? '')}
            onAct={act}
          />
        ))}
      </ul>
    </Page>
  );
}

type RowProps = {
  readonly source: Source;
  /** Name of the classification or template; none is known of a deleted one. */
  readonly target: string | undefined;
  readonly onAct: (work: () => Promise<string>) => void;
};

function SourceRow({ source, target, onAct }: RowProps) {
  const { id, name, state, folder, mailbox, files, succeededAt, lastError } = source;
  const change = (paused: boolean) => async () => {
    await ask(`/sources/${id}`, { method: 'PATCH', body: { paused } });
    return paused ? `${name} is paused` : `${name} is looked at again`;
  };
  const check = async () => {
    await post(`/sources/${id}/check`, {});
    return `${name} is looked at now`;
  };
  const remove = async () => {
    await ask(`/sources/${id}`, { method: 'DELETE' });
    return `${name} is removed`;
  };
  return (
    <li class="key-row">
      <div>
        <strong>{name}</strong> <span class={`state ${tones[state]}`}>{state}</span>
        <p class="quiet">
          {folder ? folder.path : `${mailbox?.folder} of ${mailbox?.user} at ${mailbox?.host}`}
          {target !== undefined && ` · ${target}`}
        </p>
        <p class="quiet">
          {plural(files, 'file')} taken · last look that went well:{' '}
          {succeededAt ? formatTime(succeededAt) : 'none yet'}
        </p>
        {lastError && (
          <p class={state === 'failing' ? undefined : 'quiet'}>
            Last error, {formatTime(lastError.at)}: {lastError.message}
          </p>
        )}
      </div>
      <div class="actions">
        {state !== 'paused' && (
          <button type="button" aria-label={`Check now: ${name}`} onClick={() => onAct(check)}>
            Check now
          </button>
        )}
        <button
          type="button"
          aria-label={`${state === 'paused' ? 'Resume' : 'Pause'} ${name}`}
          onClick={() => onAct(change(state !== 'paused'))}
        >
          {state === 'paused' ? 'Resume' : 'Pause'}
        </button>
        <button
          type="button"
          class="bad"
          aria-label={`Remove ${name}`}
          onClick={() => confirm(`Remove "${name}"? What came from it stays.`) && onAct(remove)}
        >
          Remove
        </button>
      </div>
    </li>
  );
}

const tones = { active: 'stored', failing: 'refused', paused: 'queued' } as const;
