import type { Template, TemplateRevision } from '../../http/v2/definition-schemas.ts';
import { formatTime, plural } from '../format.ts';
import { describeRevision } from '../template-changes.ts';
import { useResource } from '../use-resource.ts';
import { Empty, Failed, Loading } from './notice.tsx';

type TemplateHistoryProps = {
  readonly template: Template;
  readonly onRestore: (revision: TemplateRevision) => void;
};

export function TemplateHistory({ template, onRestore }: TemplateHistoryProps) {
  const { data, error, reload } = useResource<{ items: TemplateRevision[] }>(
    `/templates/${template.id}/revisions?at=${template.revision}`,
  );
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (data === undefined) return <Loading />;
  if (data.items.length === 0) {
    return (
      <Empty title="Nothing was changed yet">
        <p>Each time the fields are saved, what they were before is kept here and can be brought back.</p>
      </Empty>
    );
  }
  return (
    <ol class="rows history">
      {data.items.map((past, index) => (
        <li key={past.revision}>
          <div>
            <strong>Revision {past.revision}</strong>{' '}
            <span class="quiet">
              {formatTime(past.createdAt)} · {plural(past.fields.length, 'field')}
            </span>
            <ul class="changes">
              {describeRevision(data.items[index + 1], past).map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          </div>
          {past.revision === template.revision ? (
            <span class="state stored">in use</span>
          ) : (
            <button
              type="button"
              onClick={() => onRestore(past)}
              aria-label={`Bring back revision ${past.revision}`}
            >
              Bring back
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
