import type { Classification, ClassificationRevision } from '../../http/v2/definition-schemas.ts';
import { describeChanges } from '../draft.ts';
import { formatTime, plural } from '../format.ts';
import { useResource } from '../use-resource.ts';
import { Empty, Failed, Loading } from './notice.tsx';

type HistoryProps = {
  readonly classification: Classification;
  readonly onRestore: (revision: ClassificationRevision) => void;
};

export function History({ classification, onRestore }: HistoryProps) {
  const { data, error, reload } = useResource<{ items: ClassificationRevision[] }>(
    `/classifications/${classification.id}/revisions?at=${classification.revision}`,
  );
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (data === undefined) return <Loading />;
  if (data.items.length === 0) {
    return (
      <Empty title="Nothing was changed yet">
        <p>Each time the types are saved, what they were before is kept here and can be brought back.</p>
      </Empty>
    );
  }
  return (
    <ol class="rows history">
      {data.items.map((past, index) => {
        const before = data.items[index + 1];
        const changes = before ? describeChanges(before.documentTypes, past.documentTypes) : [];
        return (
          <li key={past.revision}>
            <div>
              <strong>Revision {past.revision}</strong>{' '}
              <span class="quiet">
                {formatTime(past.createdAt)} · {plural(past.documentTypes.length, 'type')}
              </span>
              {changes.length > 0 && (
                <ul class="changes">
                  {changes.map((change) => (
                    <li key={change}>{change}</li>
                  ))}
                </ul>
              )}
            </div>
            {past.revision === classification.revision ? (
              <span class="state stored">in use</span>
            ) : (
              <button type="button" onClick={() => onRestore(past)}>
                Bring back
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
