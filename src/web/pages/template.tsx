import type { Template } from '../../http/v2/definition-schemas.ts';
import { announce } from '../announce.ts';
import { plural } from '../format.ts';
import { EditorFrame } from '../parts/editor-frame.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { FieldsEditor } from '../parts/fields-editor.tsx';
import { JsonEditor } from '../parts/json-editor.tsx';
import { Loading } from '../parts/notice.tsx';
import { RetentionFields } from '../parts/retention-fields.tsx';
import { TemplateHistory } from '../parts/template-history.tsx';
import { TryFieldsPanel } from '../parts/try-fields-panel.tsx';
import { changeQuery } from '../router.ts';
import {
  parseFieldDrafts,
  type TemplateDraft,
  templateDraftOf,
  toFieldDrafts,
  toTemplateBody,
} from '../template-draft.ts';
import { useEditor } from '../use-editor.ts';

const list = { href: '/templates', text: 'Templates' };

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
  const editor = useEditor<Template, TemplateDraft>(`/templates/${templateId}`, kind);
  const { saved, draft, setDraft } = editor;
  if (editor.error !== undefined) {
    return <FailedPage error={editor.error} back={list} onRetry={editor.reload} />;
  }
  if (saved === undefined || draft === undefined) return <Loading />;
  const view = query.get('view') ?? 'fields';
  return (
    <EditorFrame
      {...{ editor, saved, list, views, view }}
      lead={`${plural(draft.fields.length, 'field')} · revision ${saved.revision}`}
      deletedWith="everything that it extracted"
      links={<a href={`/upload?template=${saved.id}`}>Upload files to it</a>}
    >
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
    </EditorFrame>
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
      <RetentionFields
        retention={draft.retention}
        onChange={(retention) => onChange({ ...draft, retention })}
      />
    </section>
  );
}
