import { useEffect, useState } from 'preact/hooks';
import type { Template } from '../../http/v2/definition-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf } from '../api.ts';
import { plural } from '../format.ts';
import { FieldsEditor } from '../parts/fields-editor.tsx';
import { Menu } from '../parts/menu.tsx';
import { Failed, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { navigate } from '../router.ts';
import { type TemplateDraft, templateDraftOf, toTemplateBody } from '../template-draft.ts';
import { useResource } from '../use-resource.ts';

export function TemplatePage({ templateId }: { templateId: string }) {
  const path = `/templates/${templateId}`;
  const { data: saved, error, reload, set } = useResource<Template>(path);
  const [draft, setDraft] = useState<TemplateDraft>();
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    if (saved) setDraft(templateDraftOf(saved));
  }, [saved]);
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (saved === undefined || draft === undefined) return <Loading />;
  const dirty = JSON.stringify(templateDraftOf(saved)) !== JSON.stringify(draft);
  const save = async () => {
    try {
      const body = { revision: saved.revision, ...toTemplateBody(draft) };
      set(await ask<Template>(path, { method: 'PATCH', body }));
      setRefusal(undefined);
      announce('Saved. New files are extracted by these fields');
    } catch (reason) {
      setRefusal(messageOf(reason));
    }
  };
  const remove = async () => {
    if (!confirm(`Delete "${saved.name}" with everything that it extracted?`)) return;
    await ask(path, { method: 'DELETE' });
    navigate('/templates');
  };
  return (
    <Page
      title={saved.name}
      back={{ href: '/templates', text: 'Templates' }}
      lead={`${plural(draft.fields.length, 'field')} · revision ${saved.revision}`}
      actions={
        <>
          {dirty && <span class="state warn">unsaved changes</span>}
          <Menu text="More">
            <button type="button" class="bad" onClick={remove}>
              Delete
            </button>
          </Menu>
          <button type="button" class="primary" disabled={!dirty} onClick={save}>
            Save
          </button>
        </>
      }
    >
      {refusal && <Failed error={refusal} />}
      <div class="types-editor">
        <div class="editor-head">
          <label>
            Name
            <input
              value={draft.name}
              maxLength={500}
              onInput={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
            />
          </label>
          <label>
            Language
            <input
              value={draft.language}
              maxLength={100}
              onInput={(event) => setDraft({ ...draft, language: event.currentTarget.value })}
            />
          </label>
        </div>
        <FieldsEditor
          label="the template"
          fields={draft.fields}
          onChange={(fields) => setDraft({ ...draft, fields })}
        />
      </div>
    </Page>
  );
}
