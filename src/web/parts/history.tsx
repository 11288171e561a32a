import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Version, VersionChanges } from '../../http/v2/learning-schemas.ts';
import { announce } from '../announce.ts';
import { messageOf, post } from '../api.ts';
import { describeChanges, describeSettings } from '../draft.ts';
import { formatTime, plural } from '../format.ts';
import { usePages } from '../use-pages.ts';
import { useResource } from '../use-resource.ts';
import { groupVersions, type VersionGroup } from '../version-groups.ts';
import { Failed, Loading } from './notice.tsx';

type HistoryProps = {
  readonly classification: Classification;
  readonly onChanged: () => void;
};

/** Everything that changed what answers, each with a way back. */
export function History({ classification, onChanged }: HistoryProps) {
  const { id, version: current } = classification;
  const { items, error, hasMore, loadMore, reload } = usePages<Version>(`/classifications/${id}/versions`);
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (items === undefined) return <Loading />;
  const act = async (version: number, action: 'restore' | 'accept', done: string) => {
    try {
      await post(`/classifications/${id}/versions/${version}/${action}`, {});
      announce(done);
      reload();
      onChanged();
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  return (
    <>
      <ol class="rows history">
        {groupVersions(items).map((group) => (
          <HistoryRow
            key={group.latest.version}
            classificationId={id}
            group={group}
            isCurrent={group.latest.version === current}
            onRestore={() =>
              act(
                group.latest.version,
                'restore',
                `Version ${group.latest.version} answers again; this can be undone the same way`,
              )
            }
            onAccept={() => act(group.latest.version, 'accept', `Version ${group.latest.version} is kept`)}
          />
        ))}
      </ol>
      {hasMore && (
        <button type="button" class="more" onClick={loadMore}>
          Show more
        </button>
      )}
    </>
  );
}

type HistoryRowProps = {
  readonly classificationId: string;
  readonly group: VersionGroup;
  readonly isCurrent: boolean;
  readonly onRestore: () => void;
  readonly onAccept: () => void;
};

function HistoryRow({ classificationId, group, isCurrent, onRestore, onAccept }: HistoryRowProps) {
  const { latest, since, title } = group;
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div>
        <strong>Version {latest.version}</strong> {title}{' '}
        <span class="quiet">
          {formatTime(latest.createdAt)}
          {latest.by !== undefined && ` · ${latest.by}`}
        </span>{' '}
        {latest.verdict === 'worse' && <span class="state warn">worse on the evaluation set</span>}
        {latest.verdict === 'accepted' && <span class="state">worse, and kept</span>}
        {latest.verdict === 'fine' && <span class="state good">checked</span>}
        {since > 0 && (
          <details onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>What changed in version {latest.version}</summary>
            {open && <Changes classificationId={classificationId} version={latest.version} since={since} />}
          </details>
        )}
      </div>
      <div class="actions">
        {latest.verdict === 'worse' && isCurrent && (
          <button type="button" onClick={onAccept}>
            Keep it
          </button>
        )}
        {isCurrent ? (
          <span class="state stored">in use</span>
        ) : (
          <button type="button" onClick={onRestore} aria-label={`Roll back to version ${latest.version}`}>
            Roll back
          </button>
        )}
      </div>
    </li>
  );
}

type ChangesProps = { readonly classificationId: string; readonly version: number; readonly since: number };

function Changes({ classificationId, version, since }: ChangesProps) {
  const { data, error } = useResource<VersionChanges>(
    `/classifications/${classificationId}/versions/${version}/changes?since=${since}`,
  );
  if (error !== undefined) return <Failed error={error} />;
  if (data === undefined) return <Loading />;
  const { before, after, lessonsAdded, lessonsRemoved } = data;
  const changes = [
    ...describeChanges(before.documentTypes, after.documentTypes),
    ...describeSettings(before.settings, after.settings),
    ...lessonsAdded.map(({ name, documentType }) => `learned that ${name} is ${documentType}`),
    ...lessonsRemoved.map(({ name, documentType }) => `forgot that ${name} is ${documentType}`),
  ];
  if (changes.length === 0) return <p class="quiet">Nothing that is still there; files were deleted.</p>;
  return (
    <ul class="changes" aria-label={plural(changes.length, 'change')}>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}
