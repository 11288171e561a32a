import { useState } from 'preact/hooks';
import type { LibraryType } from '../../http/v2/definition-schemas.ts';

type LibraryPickerProps = {
  readonly items: readonly LibraryType[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
};

export function LibraryPicker({ items, chosen, onChange }: LibraryPickerProps) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = items.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(wanted),
  );
  const groups = Map.groupBy(found, ({ group }) => group);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <>
      <label>
        Find a type
        <input
          type="search"
          value={text}
          placeholder="invoice, passport, lab report …"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
      <section class="library-list" aria-label="Ready-made types" tabIndex={0}>
        {[...groups].map(([group, types]) => (
          <fieldset key={group}>
            <legend>{group.replaceAll('-', ' ')}</legend>
            {types.map(({ id, name, description }) => (
              <label key={id} class="check" title={description}>
                <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
                {name}
              </label>
            ))}
          </fieldset>
        ))}
        {found.length === 0 && (
          <p class="quiet">No ready-made type is called so; add your own in the editor.</p>
        )}
      </section>
    </>
  );
}
