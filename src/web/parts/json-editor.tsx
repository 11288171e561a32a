import { useState } from 'preact/hooks';
import { messageOf } from '../api.ts';

type JsonEditorProps = {
  /** What the list is called in the API. */
  readonly name: string;
  readonly initial: unknown;
  /** Throws, in words for the writer, where the text is no such list. */
  readonly onText: (text: string) => void;
};

/** A list of the definition as the API takes it: to copy, paste and mend many at once. */
export function JsonEditor({ name, initial, onText }: JsonEditorProps) {
  const [text, setText] = useState(() => JSON.stringify(initial, null, 2));
  const [problem, setProblem] = useState<string>();
  const onInput = (value: string) => {
    setText(value);
    try {
      onText(value);
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <section class="json-editor" aria-label="JSON">
      <label>
        {name}
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
