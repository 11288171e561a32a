import type { Retention } from '../../http/v2/definition-schemas.ts';
import { describeRetention, withDays } from '../retention.ts';

type RetentionFieldsProps = {
  readonly retention: Retention;
  /** Said besides. */
  readonly note?: string | undefined;
  readonly onChange: (retention: Retention) => void;
};

const fields = [
  ['originalsDays', 'Days that originals are kept'],
  ['resultsDays', 'Days that results are kept'],
] as const;

/** For how long files are kept. The words say what will be done, for it cannot be undone. */
export function RetentionFields({ retention, note, onChange }: RetentionFieldsProps) {
  const bounded = Object.keys(retention).length > 0;
  return (
    <fieldset class="retention">
      <legend>Retention</legend>
      {fields.map(([key, text]) => (
        <label key={key}>
          {text}
          <input
            type="number"
            min={1}
            max={36_500}
            step={1}
            placeholder="for ever"
            value={retention[key] ?? ''}
            onInput={(event) => onChange(withDays(retention, key, event.currentTarget.value))}
          />
        </label>
      ))}
      <p class="quiet">
        {describeRetention(retention)}
        {bounded && ' What is older already goes within the hour after saving, and cannot be brought back.'}
        {note && ` ${note}`}
      </p>
    </fieldset>
  );
}
