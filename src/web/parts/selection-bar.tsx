import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import { announce } from '../announce.ts';
import { messageOf, post } from '../api.ts';
import { formatNumber, plural } from '../format.ts';
import { selectedMax } from '../list-file-ids.ts';
import { useResource } from '../use-resource.ts';

type SelectionBarProps = {
  /** Absent for files of a template: they have no type to set. */
  readonly classificationId: string | undefined;
  readonly selected: ReadonlySet<string>;
  /** Where more files match than are selected; a phone's list has no box that chooses all. */
  readonly onSelectAll: (() => void) | undefined;
  readonly onClear: () => void;
  readonly onDone: () => void;
};

/** What can be done with many files at once. */
export function SelectionBar({
  classificationId,
  selected,
  onSelectAll,
  onClear,
  onDone,
}: SelectionBarProps) {
  const classification = useResource<Classification>(
    classificationId && `/classifications/${classificationId}`,
  );
  const [type, setType] = useState('');
  const fileIds = [...selected];
  const act = async (path: string, body: object, done: (count: number) => string) => {
    try {
      const changed = await post<{ fileIds: string[] }>(path, body);
      announce(done(changed.fileIds.length));
      onDone();
    } catch (error) {
      announce(messageOf(error));
    }
  };
  return (
    <section class="selection-bar" aria-label="Selected files">
      <strong role="status">{plural(selected.size, 'file')} selected</strong>
      {onSelectAll && selected.size < selectedMax && (
        <button
          type="button"
          class="plain"
          onClick={onSelectAll}
          title={`At most ${formatNumber(selectedMax)}`}
        >
          Select all that match
        </button>
      )}
      {classificationId !== undefined && (
        <>
          <label>
            <span class="hidden">Correct type</span>
            <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
              <option value="">Set the type to …</option>
              {classification.data?.documentTypes.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
              <option value="other">other</option>
            </select>
          </label>
          <button
            type="button"
            class="primary"
            disabled={type === ''}
            onClick={() =>
              act(
                '/corrections',
                { fileIds, documentType: type },
                (count) => `${plural(count, 'file')} set to ${type}`,
              )
            }
          >
            Apply
          </button>
          <button
            type="button"
            onClick={() =>
              act('/corrections', { fileIds }, (count) => `${plural(count, 'answer')} confirmed`)
            }
          >
            Confirm answers
          </button>
        </>
      )}
      <button
        type="button"
        onClick={() => act('/files/retry', { fileIds }, (count) => `${plural(count, 'failed file')} retried`)}
      >
        Retry failed
      </button>
      <button type="button" class="plain" onClick={onClear}>
        Clear
      </button>
    </section>
  );
}
