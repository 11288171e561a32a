import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Comparison } from '../../http/v2/evaluation-schemas.ts';
import type { VersionDetail } from '../../http/v2/learning-schemas.ts';
import { useResource } from '../use-resource.ts';

type WorseDraftProps = {
  readonly message: string;
  readonly comparison: Comparison | undefined;
  readonly onForce: () => void;
  readonly onCancel: () => void;
};

/** A draft that answers the evaluation set worse: nothing was saved, the person decides. */
export function WorseDraft({ message, comparison, onForce, onCancel }: WorseDraftProps) {
  return (
    <div class="notice warn" role="alert">
      <div>
        <p>{message.replace(/; nothing was saved.*$/, '. Nothing was saved.')}</p>
        {comparison && <ChangedFiles changed={comparison.changed} />}
      </div>
      <button type="button" onClick={onCancel}>
        Go on editing
      </button>
      <button type="button" onClick={onForce}>
        Save all the same
      </button>
    </div>
  );
}

export function ChangedFiles({ changed }: Pick<Comparison, 'changed'>) {
  if (changed.length === 0) return null;
  return (
    <details>
      <summary>Which files</summary>
      <ul class="changes">
        {changed.map(({ fileId, name, expected, before = 'no answer', after = 'no answer' }) => (
          <li key={fileId} class={after === expected ? 'good' : before === expected ? 'bad' : undefined}>
            {name}, {expected}: {before} → {after}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The version in use came by itself and answers worse: what to do about it. */
export function WorseVersion({
  classification: { id, version },
}: {
  readonly classification: Classification;
}) {
  const { data } = useResource<VersionDetail>(`/classifications/${id}/versions/${version}`);
  if (data?.verdict !== 'worse') return null;
  return (
    <div class="notice warn" role="alert">
      <p>
        Version {version}, which is in use, answers fewer files of your evaluation set rightly than before.
      </p>
      <a class="button" href={`/classifications/${id}?view=history`}>
        See what changed
      </a>
    </div>
  );
}
