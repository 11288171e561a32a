import type { Reanswers } from '../../http/v2/evaluation-schemas.ts';
import { plural } from '../format.ts';

type TaughtNoticeProps = {
  readonly changed: Reanswers['changed'];
  readonly onApply: () => void;
  readonly onLeave: () => void;
};

/** A correction taught something: other files of the batch would be answered otherwise. */
export function TaughtNotice({ changed, onApply, onLeave }: TaughtNoticeProps) {
  if (changed.length === 0) return null;
  return (
    <section class="notice good" aria-label="What the correction taught">
      <details>
        <summary>
          <span role="status">{plural(changed.length, 'similar file')} in this batch would now change</span>
        </summary>
        <ul>
          {changed.map(({ fileId, name, before, after }) => (
            <li key={fileId}>
              <a href={`/review?file=${fileId}`}>
                <bdi>{name}</bdi>
              </a>
              : {before.documentType} → {after.documentType}
            </li>
          ))}
        </ul>
      </details>
      <button type="button" onClick={onApply}>
        Apply
      </button>
      <button type="button" onClick={onLeave}>
        Leave them
      </button>
    </section>
  );
}
