import { type FieldDraft, type FieldKind, fieldKinds, hasChildren, newField } from '../template-draft.ts';

type FieldsEditorProps = {
  readonly label: string;
  readonly fields: readonly FieldDraft[];
  readonly onChange: (fields: readonly FieldDraft[]) => void;
};

/** Fields as rows; columns of a table and members of a group stand below theirs. */
export function FieldsEditor({ label, fields, onChange }: FieldsEditorProps) {
  const swap = (index: number, other: number) =>
    onChange(fields.with(index, fields[other]!).with(other, fields[index]!));
  return (
    <fieldset class="fields">
      <legend class="hidden">{label}</legend>
      <ul>
        {fields.map((field, index) => (
          <li key={index}>
            <FieldRow
              field={field}
              onChange={(changed) => onChange(fields.with(index, changed))}
              onUp={index > 0 ? () => swap(index, index - 1) : undefined}
              onDown={index < fields.length - 1 ? () => swap(index, index + 1) : undefined}
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
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
  readonly onRemove: () => void;
};

function FieldRow({ field, onChange, onUp, onDown, onRemove }: FieldRowProps) {
  const { key, description, example, kind, children } = field;
  const name = key || 'field';
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
          Kind
          <select
            value={kind}
            onChange={({ currentTarget: { value } }) => {
              const { hint: _, ...rest } = field;
              onChange({ ...rest, kind: value as FieldKind });
            }}
          >
            {fieldKinds.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <div class="row-actions">
          <button type="button" class="plain" aria-label={`Move ${name} up`} disabled={!onUp} onClick={onUp}>
            ↑
          </button>
          <button
            type="button"
            class="plain"
            aria-label={`Move ${name} down`}
            disabled={!onDown}
            onClick={onDown}
          >
            ↓
          </button>
          <button type="button" class="plain" aria-label={`Remove ${name}`} onClick={onRemove}>
            ✕
          </button>
        </div>
        <label>
          What it is
          <input
            value={description}
            placeholder="Number of the invoice"
            onInput={(event) => onChange({ ...field, description: event.currentTarget.value })}
          />
        </label>
        <label class="example">
          Example
          <input
            value={example}
            placeholder={fieldKinds.find(({ value }) => value === kind)!.example}
            onInput={(event) => onChange({ ...field, example: event.currentTarget.value })}
          />
        </label>
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
