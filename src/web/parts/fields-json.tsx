import { useState } from 'preact/hooks';
import { messageOf } from '../api.ts';
import { parseFieldDrafts, type TemplateDraft, toTemplateBody } from '../template-draft.ts';

type FieldsJsonProps = { readonly draft: TemplateDraft; readonly onChange: (draft: TemplateDraft) => void };

/** The fields as the API takes them: to copy, paste and mend many at once. */
export function FieldsJson({ draft, onChange }: FieldsJsonProps) {
  const [text, setText] = useState(() => JSON.stringify(toTemplateBody(draft).fields, null, 2));
  const [problem, setProblem] = useState<string>();
  const onInput = (value: string) => {
    setText(value);
    try {
      onChange({ ...draft, fields: parseFieldDrafts(value) });
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <section class="json-editor" aria-label="JSON">
      <label>
        fields
        <textarea
          spellcheck={false}
          rows={28}
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby="json-problem"
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </label>
      <p id="json-problem" class="field-error" role="alert">
        {problem}
      </p>
    </section>
  );
}
