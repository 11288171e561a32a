import { useState } from 'preact/hooks';
import { messageOf } from '../api.ts';
import type { Draft } from '../draft.ts';

type JsonEditorProps = { readonly draft: Draft; readonly onChange: (draft: Draft) => void };

/** The types as the API takes them: to copy, paste and mend many at once. */
export function JsonEditor({ draft, onChange }: JsonEditorProps) {
  const [text, setText] = useState(() => JSON.stringify(draft.documentTypes, null, 2));
  const [problem, setProblem] = useState<string>();
  const onInput = (value: string) => {
    setText(value);
    try {
      onChange({ ...draft, documentTypes: parseTypes(value) });
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <section class="json-editor" aria-label="JSON">
      <label>
        documentTypes
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

/** The server checks the rest, and names what is wrong. */
function parseTypes(text: string): Draft['documentTypes'] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw new Error('This must be a list of types: [ { "name": … } ]');
  return value.map((type: Partial<Draft['documentTypes'][number]>) => {
    if (typeof type?.name !== 'string') throw new Error('Each type needs a name');
    return {
      ...type,
      name: type.name,
      description: type.description ?? '',
      uniqueWords: type.uniqueWords ?? [],
    };
  });
}
