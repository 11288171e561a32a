import type { Classification, Template } from '../../http/v2/definition-schemas.ts';

type OwnerSelectProps = {
  readonly label: string;
  /** The label is only heard. */
  readonly quiet?: boolean;
  readonly classifications: readonly Classification[];
  readonly templates: readonly Template[];
  readonly chosen?: string;
  readonly disabled?: boolean;
  /** What choosing none of them is called; absent: one must be chosen. */
  readonly any?: string;
  readonly onChoose?: (chosen: string) => void;
};

/** What files are uploaded to. Its value is the key and the id that the API takes: `templateId:…`. */
export function OwnerSelect({ label, quiet, classifications, templates, any, ...rest }: OwnerSelectProps) {
  const { chosen, disabled, onChoose } = rest;
  const groups = [
    ['classificationId', 'Classifications: tell the type', classifications],
    ['templateId', 'Templates: extract the values', templates],
  ] as const;
  return (
    <label class={quiet ? 'inline' : undefined}>
      <span class={quiet ? 'hidden' : undefined}>{label}</span>
      <select
        name="owner"
        required={any === undefined}
        value={chosen}
        disabled={disabled}
        onChange={(event) => onChoose?.(event.currentTarget.value)}
      >
        {any !== undefined && <option value="">{any}</option>}
        {groups.map(
          ([key, title, items]) =>
            items.length > 0 && (
              <optgroup key={key} label={title}>
                {items.map(({ id, name }) => (
                  <option key={id} value={choiceOf(key, id)}>
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

/** As `OwnerSelect` takes and tells what is chosen. */
export function choiceOf(key: string, id: string): string {
  return `${key}:${id}`;
}

/** What `OwnerSelect` chose, as the API takes it. */
export function ownerOf(chosen: string): Readonly<Record<string, string>> {
  const [key = '', id = ''] = chosen.split(':');
  return key === '' ? {} : { [key]: id };
}

/** The same as it stands in the address. */
export function ownerInAddress(chosen: string) {
  const { classificationId: classification, templateId: template } = ownerOf(chosen);
  return { classification, template };
}

/** What the address says is chosen; empty where it says nothing. */
export function chosenIn(query: URLSearchParams): string {
  const [key, id = ''] = [...query].find(([name]) => name === 'classification' || name === 'template') ?? [];
  return key === undefined ? '' : choiceOf(`${key}Id`, id);
}
