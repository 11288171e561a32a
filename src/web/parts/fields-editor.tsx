import { type FieldDraft, type FieldKind, fieldKinds, hasChildren, newField } from '../template-draft.ts';

type FieldsEditorProps = {
  readonly label: string;
  readonly fields: readonly FieldDraft[];
  readonly onChange: (fields: readonly FieldDraft[]) => void;
};

/** Fields as rows; columns of a table and members of a group stand below theirs. */
export function FieldsEditor({ label, fields, onChange }: FieldsEditorProps) {
  return (
    <fieldset class="fields">
      <legend class="hidden">{label}</legend>
      <ul>
        {fields.map((field, index) => (
          <li key={index}>
            <FieldRow
              field={field}
              onChange={(changed) => onChange(fields.with(index, changed))}
              onRemove={() => onChange(fields.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => onChange([...fields, newField])}>
        Add to {label}
      </button>
    </fieldset>
  );
}

type FieldRowProps = {
  readonly field: FieldDraft;
  readonly onChange: (field: FieldDraft) => void;
  readonly onRemove: () => void;
};

function FieldRow({ field, onChange, onRemove }: FieldRowProps) {
  const { key, description, example, kind, children } = field;
  return (
    <>
      <div class="field-row">
        <label>
          Key
          <input
            value={key}
            placeholder="invoice_number"
            onInput={(event) => onChange({ ...field, key: event.currentTarget.value })}
          />
        </label>
        <label>
          What it is
          <input
            value={description}
            onInput={(event) => onChange({ ...field, description: event.currentTarget.value })}
          />
        </label>
        <label>
          Example
          <input
            value={example}
            onInput={(event) => onChange({ ...field, example: event.currentTarget.value })}
          />
        </label>
        <label>
          Kind
          <select
            value={kind}
            onChange={(event) => onChange({ ...field, kind: event.currentTarget.value as FieldKind })}
          >
            {fieldKinds.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="plain" aria-label={`Remove ${key || 'field'}`} onClick={onRemove}>
          ✕
        </button>
      </div>
      {hasChildren(kind) && (
        <FieldsEditor
          label={key || 'it'}
          fields={children}
          onChange={(next) => onChange({ ...field, children: next })}
        />
      )}
    </>
  );
}
