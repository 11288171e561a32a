import type { Extraction } from '../../http/v2/detail-schemas.ts';
import { formatConfidence } from '../format.ts';
import { valueKey } from '../marks.ts';

type ValuesProps = {
  readonly extraction: Extraction;
  readonly active: string | undefined;
  readonly onActive: (key: string) => void;
};

/** Below it a value is worth a second look. */
const unsureBelow = 0.7;

/** `items[0].unit_price` → `items 1 unit price`. */
const nameOf = (path: string) =>
  path.replace(/\[(\d+)\]\.?/g, (_, index: string) => ` ${Number(index) + 1} `).replaceAll(/[._]/g, ' ');

/** What the template that the type links to found; each value leads to its words on the page. */
export function Values({ extraction, active, onActive }: ValuesProps) {
  const { templateName, state, values, checks } = extraction;
  const failed = checks.filter(({ passed }) => !passed);
  return (
    <section aria-label="Values" class="values">
      <h3>{templateName}</h3>
      {state === 'waiting' && <p class="quiet">Being extracted …</p>}
      {state === 'failed' && <p class="field-error">The extraction failed.</p>}
      {state === 'processed' && values.length === 0 && <p class="quiet">None of its fields was found.</p>}
      <ul>
        {values.map(({ path, text, confidence }) => (
          <li key={path}>
            <button
              type="button"
              class={active === valueKey(path) ? 'active' : undefined}
              onClick={() => onActive(valueKey(path))}
              onMouseEnter={() => onActive(valueKey(path))}
              onFocus={() => onActive(valueKey(path))}
            >
              <span class="quiet">{nameOf(path)}</span>
              <span>{text}</span>
              <span class={confidence < unsureBelow ? 'number unsure' : 'number quiet'}>
                {formatConfidence(confidence)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {failed.map(({ name, message, fields }) => (
        <p key={name + message} class="notice warn">
          {fields.map(nameOf).join(', ')}: {message}
        </p>
      ))}
    </section>
  );
}
