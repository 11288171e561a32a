import { useEffect, useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Comparison } from '../../http/v2/evaluation-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, post, Refusal } from '../api.ts';
import { type Draft, draftOf, isChanged, parseTypes } from '../draft.ts';
import { plural } from '../format.ts';
import { Examples } from '../parts/examples.tsx';
import { History } from '../parts/history.tsx';
import { JsonEditor } from '../parts/json-editor.tsx';
import { Menu } from '../parts/menu.tsx';
import { Failed, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { TryPanel } from '../parts/try-panel.tsx';
import { TypesEditor } from '../parts/types-editor.tsx';
import { WorseDraft, WorseVersion } from '../parts/worse-notice.tsx';
import { navigate } from '../router.ts';
import { useResource } from '../use-resource.ts';

const views = [
  ['types', 'Types'],
  ['examples', 'Examples'],
  ['json', 'JSON'],
  ['history', 'History'],
] as const;

type ClassificationPageProps = { readonly classificationId: string; readonly query: URLSearchParams };

export function ClassificationPage({ classificationId, query }: ClassificationPageProps) {
  const path = `/classifications/${classificationId}`;
  const { data: saved, error, reload, set } = useResource<Classification>(path);
  const [draft, setDraft] = useState<Draft>();
  const [conflict, setConflict] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const [worse, setWorse] = useState<Refusal>();
  useEffect(() => {
    if (saved) setDraft(draftOf(saved));
  }, [saved]);
  const dirty = saved !== undefined && draft !== undefined && isChanged(saved, draft);
  useEffect(() => {
    if (!dirty) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', onLeave);
    return () => removeEventListener('beforeunload', onLeave);
  }, [dirty]);
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (saved === undefined || draft === undefined) return <Loading />;

  const save = async (revision = saved.revision, force = false) => {
    try {
      set(
        await ask<Classification>(path, {
          method: 'PATCH',
          body: { revision, ...draft, ...(force && { force }) },
        }),
      );
      setConflict(undefined);
      setRefusal(undefined);
      setWorse(undefined);
      announce('Saved. New files are answered by these types');
    } catch (reason) {
      if (reason instanceof Refusal && reason.code === 'conflict') setConflict(reason.message);
      else if (reason instanceof Refusal && reason.code === 'worse_on_evaluation') setWorse(reason);
      else setRefusal(messageOf(reason));
    }
  };
  const saveOnTop = async () => save((await ask<Classification>(path)).revision);
  const view = query.get('view') ?? 'types';
  return (
    <Page
      title={saved.name}
      wide
      back={{ href: '/classifications', text: 'Classifications' }}
      lead={`${plural(draft.documentTypes.length, 'type')} · version ${saved.version}`}
      actions={<EditorActions classification={saved} dirty={dirty} onSave={() => save()} />}
    >
      {conflict && (
        <div class="notice warn" role="alert">
          <p>{conflict}</p>
          <button type="button" onClick={reload}>
            Load theirs
          </button>
          <button type="button" onClick={saveOnTop}>
            Save mine over it
          </button>
        </div>
      )}
      {refusal && <Failed error={refusal} />}
      {worse && (
        <WorseDraft
          message={worse.message}
          comparison={worse.comparison as Comparison | undefined}
          onForce={() => save(saved.revision, true)}
          onCancel={() => setWorse(undefined)}
        />
      )}
      <WorseVersion classification={saved} />
      <nav class="tabs" aria-label="Views">
        {views.map(([name, text]) => (
          <a key={name} href={`?view=${name}`} aria-current={view === name ? 'page' : undefined}>
            {text}
          </a>
        ))}
      </nav>
      {view === 'examples' ? (
        <Examples classification={saved} onChanged={reload} />
      ) : view === 'history' ? (
        <History classification={saved} onChanged={reload} />
      ) : (
        <div class="editor">
          {view === 'json' ? (
            <JsonEditor
              name="documentTypes"
              initial={draft.documentTypes}
              onText={(text) => setDraft({ ...draft, documentTypes: parseTypes(text) })}
            />
          ) : (
            <TypesEditor draft={draft} onChange={setDraft} />
          )}
          <TryPanel classificationId={classificationId} draft={draft} />
        </div>
      )}
    </Page>
  );
}

type EditorActionsProps = {
  readonly classification: Classification;
  readonly dirty: boolean;
  readonly onSave: () => void;
};

function EditorActions({ classification: { id, name }, dirty, onSave }: EditorActionsProps) {
  const duplicate = async () => {
    const copy = await post<Classification>(`/classifications/${id}/duplicate`, {});
    announce(`This is the copy of ${name}`);
    navigate(`/classifications/${copy.id}`);
  };
  const remove = async () => {
    if (!confirm(`Delete "${name}" with all its batches, files and results?`)) return;
    await ask(`/classifications/${id}`, { method: 'DELETE' });
    navigate('/classifications');
  };
  return (
    <>
      {dirty && <span class="state warn">unsaved changes</span>}
      <Menu text="More">
        <a href={`/upload?classification=${id}`}>Upload files</a>
        <a href={`/batches?classification=${id}`}>Its batches</a>
        <a href={`/evaluation?classification=${id}`}>Its evaluation</a>
        <button type="button" onClick={duplicate}>
          Duplicate
        </button>
        <button type="button" class="bad" onClick={remove}>
          Delete
        </button>
      </Menu>
      <button type="button" class="primary" disabled={!dirty} onClick={onSave}>
        Save
      </button>
    </>
  );
}
