import { useRef, useState } from 'preact/hooks';
import type { TriedFields } from '../../http/v2/detail-schemas.ts';
import { formatConfidence, formatTime } from '../format.ts';
import { valueKey } from '../marks.ts';
import { type Entry, groupValues, nameOf } from '../value-groups.ts';

export type ValueListProps = TriedFields & {
  readonly active: string | undefined;
  readonly onActive: (key: string) => void;
  /** Absent: only to look at. */
  readonly onWrite?: (path: string, text: string) => void;
  /** The path that is being written. */
  readonly writing?: string | undefined;
  readonly onWriting?: (path: string | undefined) => void;
};

/** Below it a value is worth a second look. */
const unsureBelow = 0.7;

/** Values row by row; each leads to its words on the page, and can be written where a person may. */
export function ValueList({ values, missing, checks, ...rest }: ValueListProps) {
  const groups = groupValues(values, missing);
  const failed = checks.filter(({ passed }) => !passed);
  const { writing, onWriting } = rest;
  return (
    <div class="values">
      {values.length === 0 && <p class="quiet">None of the fields was found.</p>}
      {groups.map(({ title, entries, nextPath }) => (
        <div key={title}>
          {title !== '' && <p class="row-title">{title}</p>}
          <ul>
            {entries.map((entry) => (
              <ValueRow key={entry.path} entry={entry} {...rest} />
            ))}
            {nextPath !== undefined && writing === nextPath && (
              <ValueRow entry={{ path: nextPath, name: nameOf(nextPath) }} {...rest} />
            )}
          </ul>
          {nextPath !== undefined && onWriting && writing !== nextPath && (
            <button type="button" class="plain add-row" onClick={() => onWriting(nextPath)}>
              Add a row
            </button>
          )}
        </div>
      ))}
      {failed.map(({ name, message, fields }) => (
        <p key={name + message} class="notice warn">
          {fields.map(nameOf).join(', ')}: {message}
        </p>
      ))}
    </div>
  );
}

type ValueRowProps = Omit<ValueListProps, keyof TriedFields> & { readonly entry: Entry };

function ValueRow({ entry, active, onActive, onWrite, writing, onWriting }: ValueRowProps) {
  const { path, name, value } = entry;
  if (writing === path && onWrite !== undefined && onWriting !== undefined) {
    return <WritingRow entry={entry} onWrite={onWrite} onEnd={() => onWriting(undefined)} />;
  }
  const shown = (
    <>
      <span class="quiet">{name}</span>
      <span class={value ? '' : 'quiet'} dir="auto">
        {value?.text ?? 'not found'}
      </span>
    </>
  );
  return (
    <li class={active === valueKey(path) ? 'active' : undefined}>
      {value ? (
        <button
          type="button"
          onClick={() => onActive(valueKey(path))}
          onMouseEnter={() => onActive(valueKey(path))}
          onFocus={() => onActive(valueKey(path))}
        >
          {shown}
          <Sureness value={value} />
        </button>
      ) : (
        <span class="value-row">{shown}</span>
      )}
      {onWriting && (
        <button
          type="button"
          class="plain write"
          aria-label={`Write ${nameOf(path)}`}
          title={`Write ${nameOf(path)}`}
          onClick={() => onWriting(path)}
        >
          ✎
        </button>
      )}
    </li>
  );
}

function Sureness({ value: { confidence, edited } }: { value: NonNullable<Entry['value']> }) {
  if (edited === undefined) {
    return (
      <span class={confidence < unsureBelow ? 'number unsure' : 'number quiet'}>
        {formatConfidence(confidence)}
      </span>
    );
  }
  const { previous, by, at } = edited;
  const found = previous === undefined ? 'nothing was found' : `“${previous}” was found`;
  return (
    <span class="state stored" title={`Written by ${by}, ${formatTime(at)}; ${found}`}>
      written
    </span>
  );
}

type WritingRowProps = {
  readonly entry: Entry;
  readonly onWrite: (path: string, text: string) => void;
  readonly onEnd: () => void;
};

/** Enter, or leaving the field, saves what was changed; Escape leaves it as it was. */
function WritingRow({ entry: { path, name, value }, onWrite, onEnd }: WritingRowProps) {
  const before = value?.text ?? '';
  const [text, setText] = useState(before);
  // Going away, the field loses the focus: that is no second end.
  const ended = useRef(false);
  const end = (save: boolean) => {
    if (ended.current) return;
    ended.current = true;
    if (save && text !== before) onWrite(path, text);
    onEnd();
  };
  return (
    <li class="writing">
      <label>
        <span class="quiet">{name || nameOf(path)}</span>
        <input
          ref={(element) => element?.focus()}
          value={text}
          dir="auto"
          maxLength={10_000}
          placeholder="empty: no value"
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={() => end(true)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') end(true);
            if (event.key === 'Escape') end(false);
          }}
        />
      </label>
    </li>
  );
}
