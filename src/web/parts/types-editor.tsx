import { useState } from 'preact/hooks';
import type { DocumentType, Template } from '../../http/v2/definition-schemas.ts';
import type { Page as ListPage } from '../api.ts';
import { type Draft, newType } from '../draft.ts';
import { useResource } from '../use-resource.ts';
import { AddTypesDialog } from './add-types-dialog.tsx';
import { RetentionFields } from './retention-fields.tsx';
import { TypeCard } from './type-card.tsx';

type TypesEditorProps = { readonly draft: Draft; readonly onChange: (draft: Draft) => void };

const extractedNote =
  'A template that extracts these files has a retention of its own, and an original goes with the last that needs it.';

/** What the classifier does without a setting. */
const thresholdDefault = 0.5;

export function TypesEditor({ draft, onChange }: TypesEditorProps) {
  const [picking, setPicking] = useState(false);
  const [opened, setOpened] = useState(0);
  const templates = useResource<ListPage<Template>>('/templates?limit=500');
  const { documentTypes } = draft;
  const setTypes = (types: readonly DocumentType[]) => onChange({ ...draft, documentTypes: types });
  return (
    <section class="types-editor" aria-label="Types">
      <div class="editor-head thresholds">
        <label>
          Name
          <input
            value={draft.name}
            maxLength={500}
            required
            onInput={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          />
        </label>
        <Threshold name="reviewThreshold" text="Ask for review below" draft={draft} onChange={onChange} />
        <Threshold name="otherThreshold" text="Answer “other” from" draft={draft} onChange={onChange} />
      </div>
      <ul class="type-cards">
        {documentTypes.map((type, index) => (
          <TypeCard
            key={index}
            type={type}
            templates={templates.data?.items ?? []}
            open={index === opened}
            onToggle={(open) => setOpened(open ? index : -1)}
            onChange={(changed) => setTypes(documentTypes.with(index, changed))}
            onRemove={() => setTypes(documentTypes.toSpliced(index, 1))}
          />
        ))}
        <li class="type-card fixed">
          <span>
            <strong>other</strong> <span class="quiet">the answer when no type fits; always there</span>
          </span>
        </li>
      </ul>
      <div class="actions">
        <button
          type="button"
          onClick={() => {
            setTypes([...documentTypes, newType]);
            setOpened(documentTypes.length);
          }}
        >
          Add a type
        </button>
        <button type="button" onClick={() => setPicking(true)}>
          Add from the library
        </button>
      </div>
      <RetentionFields
        retention={draft.retention}
        note={documentTypes.some(({ extractionId }) => extractionId) ? extractedNote : undefined}
        onChange={(retention) => onChange({ ...draft, retention })}
      />
      {picking && (
        <AddTypesDialog
          known={documentTypes.map(({ name }) => name)}
          onClose={() => setPicking(false)}
          onAdd={(types) => {
            setPicking(false);
            setTypes([...documentTypes, ...types]);
          }}
        />
      )}
    </section>
  );
}

type ThresholdProps = TypesEditorProps & { readonly name: keyof Draft['settings']; readonly text: string };

function Threshold({ name, text, draft, onChange }: ThresholdProps) {
  const threshold = draft.settings[name] ?? thresholdDefault;
  return (
    <label class="threshold">
      <span>
        {text} <span class="number">{Math.round(threshold * 100)} %</span>
      </span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={threshold}
        onInput={(event) =>
          onChange({ ...draft, settings: { ...draft.settings, [name]: Number(event.currentTarget.value) } })
        }
      />
    </label>
  );
}
