import type { Classification, Template } from '../../http/v2/definition-schemas.ts';

type OwnerSelectProps = {
  readonly label: string;
  readonly classifications: readonly Classification[];
  readonly templates: readonly Template[];
};

/** What the files of a source are uploaded to. Its value is the key and the id that the API takes: `templateId:…`. */
export function OwnerSelect({ label, classifications, templates }: OwnerSelectProps) {
  const groups = [
    ['classificationId', 'Classifications: tell the type', classifications],
    ['templateId', 'Templates: extract the values', templates],
  ] as const;
  return (
    <label>
      {label}
      <select name="owner" required>
        {groups.map(
          ([key, title, items]) =>
            items.length > 0 && (
              <optgroup key={key} label={title}>
                {items.map(({ id, name }) => (
                  <option key={id} value={`${key}:${id}`}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ),
        )}
      </select>
    </label>
  );
}

/** What `OwnerSelect` chose, as the API takes it. */
export function ownerOf(chosen: string): Readonly<Record<string, string>> {
  const [key = '', id = ''] = chosen.split(':');
  return { [key]: id };
}
