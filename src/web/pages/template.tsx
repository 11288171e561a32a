import type { Template } from '../../http/v2/definition-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { plural } from '../format.ts';
import { Conflict } from '../parts/conflict.tsx';
import { FieldsEditor } from '../parts/fields-editor.tsx';
import { JsonEditor } from '../parts/json-editor.tsx';
import { Menu } from '../parts/menu.tsx';
import { Failed, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { TemplateHistory } from '../parts/template-history.tsx';
import { TryFieldsPanel } from '../parts/try-fields-panel.tsx';
import { changeQuery, navigate } from '../router.ts';
import {
  parseFieldDrafts,
  type TemplateDraft,
  templateDraftOf,
  toFieldDrafts,
  toTemplateBody,
} from '../template-draft.ts';
import { useEditor } from '../use-editor.ts';

const views = [
  ['fields', 'Fields'],
  ['json', 'JSON'],
  ['history', 'History'],
] as const;

const kind = {
  toDraft: templateDraftOf,
  toBody: toTemplateBody,
  done: 'Saved. New files are extracted by these fields',
};

type TemplatePageProps = { readonly templateId: string; readonly query: URLSearchParams };

export function TemplatePage({ templateId, query }: TemplatePageProps) {
  const path = `/templates/${templateId}`;
  const editor = useEditor<Template, TemplateDraft>(path, kind);
  const { saved, draft, setDraft } = editor;
  if (editor.error !== undefined) return <Failed error={editor.error} onRetry={editor.reload} />;
  if (saved === undefined || draft === undefined) return <Loading />;
  const view = query.get('view') ?? 'fields';
  return (
    <Page
      title={saved.name}
      wide
      back={{ href: '/templates', text: 'Templates' }}
      lead={`${plural(draft.fields.length, 'field')} · revision ${saved.revision}`}
      actions={<TemplateActions template={saved} dirty={editor.dirty} onSave={() => editor.save()} />}
    >
      <Conflict message={editor.conflict} onTheirs={editor.reload} onMine={editor.saveOnTop} />
      {editor.refusal && <Failed error={editor.refusal} />}
      <nav class="tabs" aria-label="Views">
        {views.map(([name, text]) => (
          <a key={name} href={`?view=${name}`} aria-current={view === name ? 'page' : undefined}>
            {text}
          </a>
        ))}
      </nav>
      {view === 'history' ? (
        <TemplateHistory
          template={saved}
          onRestore={({ revision, language, fields }) => {
            setDraft({ ...draft, language, fields: toFieldDrafts(fields) });
            changeQuery({ view: 'fields' });
            announce(`Revision ${revision} is in the editor; save it to use it`);
          }}
        />
      ) : (
        <div class="editor with-page">
          {view === 'json' ? (
            <JsonEditor
              name="fields"
              initial={toTemplateBody(draft).fields}
              onText={(text) => setDraft({ ...draft, fields: parseFieldDrafts(text) })}
            />
          ) : (
            <TemplateForm draft={draft} onChange={setDraft} />
          )}
          <TryFieldsPanel templateId={templateId} fields={draft.fields} />
        </div>
      )}
    </Page>
  );
}

type TemplateFormProps = { readonly draft: TemplateDraft; readonly onChange: (draft: TemplateDraft) => void };

function TemplateForm({ draft, onChange }: TemplateFormProps) {
  return (
    <section class="types-editor" aria-label="Fields">
      <div class="editor-head">
        <label>
          Name
          <input
            value={draft.name}
            maxLength={500}
            onInput={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          />
        </label>
        <label>
          Language
          <input
            value={draft.language}
            maxLength={100}
            onInput={(event) => onChange({ ...draft, language: event.currentTarget.value })}
          />
        </label>
      </div>
      <FieldsEditor
        label="the template"
        fields={draft.fields}
        onChange={(fields) => onChange({ ...draft, fields })}
      />
    </section>
  );
}

type TemplateActionsProps = {
  readonly template: Template;
  readonly dirty: boolean;
  readonly onSave: () => void;
};

function TemplateActions({ template: { id, name }, dirty, onSave }: TemplateActionsProps) {
  const act = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  const duplicate = () =>
    act(async () => {
      const copy = await post<Template>(`/templates/${id}/duplicate`, {});
      announce(`This is the copy of ${name}`);
      navigate(`/templates/${copy.id}`);
    });
  const remove = () => {
    if (!confirm(`Delete "${name}" with everything that it extracted?`)) return;
    return act(async () => {
      await ask(`/templates/${id}`, { method: 'DELETE' });
      navigate('/templates');
    });
  };
  return (
    <>
      {dirty && <span class="state warn">unsaved changes</span>}
      <Menu text="More">
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
