import { useId, useState } from 'preact/hooks';

type WordChipsProps = { readonly words: readonly string[]; readonly onChange: (words: string[]) => void };

/** Words as chips: Enter or a comma makes one, Backspace in the empty field takes the last back. */
export function WordChips({ words, onChange }: WordChipsProps) {
  const [text, setText] = useState('');
  const id = useId();
  const add = (input: string) => {
    const added = input
      .split(/[,\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== '' && !words.includes(word));
    if (added.length > 0) onChange([...words, ...added]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && text === '' && words.length > 0) {
      onChange(words.slice(0, -1));
    }
  };
  return (
    <div class="word-field">
      <label for={id}>Words that such documents have</label>
      <ul class="chips">
        {words.map((word) => (
          <li key={word}>
            {word}
            <button
              type="button"
              aria-label={`Remove ${word}`}
              onClick={() => onChange(words.filter((other) => other !== word))}
            >
              ✕
            </button>
          </li>
        ))}
        <li class="chip-input">
          <input
            id={id}
            value={text}
            maxLength={200}
            placeholder="add a word or phrase"
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onBlur={() => add(text)}
          />
        </li>
      </ul>
    </div>
  );
}
