import type { DueRetention } from '../../http/v2/retention-schemas.ts';
import { formatTime, plural } from '../format.ts';
import { describeRetention } from '../retention.ts';
import { useResource } from '../use-resource.ts';
import { Failed, Loading } from './notice.tsx';

/** What will be deleted, and when. */
export function Retentions() {
  const { data, error, reload } = useResource<{ items: readonly DueRetention[] }>('/retentions');
  return (
    <section class="panel" aria-labelledby="retention">
      <h2 id="retention">Retention</h2>
      {error !== undefined && <Failed error={error} onRetry={reload} />}
      {data === undefined && error === undefined && <Loading />}
      {data?.items.length === 0 && (
        <p class="quiet">
          Everything is kept for ever. A <a href="/classifications">classification</a> or{' '}
          <a href="/templates">template</a> may say after how many days its originals or results are deleted.
        </p>
      )}
      <ul class="rows">
        {data?.items.map(({ ownerKind, ownerId, ownerName, retention, originals, results }) => (
          <li key={ownerId} class="key-row">
            <div>
              <a href={`/${ownerKind}s/${ownerId}`}>{ownerName}</a>
              <p class="quiet">{describeRetention(retention)}</p>
              {originals && <p>{dueText('Originals', originals)}</p>}
              {results && <p>{dueText('Results', results)}</p>}
              {!originals && !results && <p>Nothing is there to delete.</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `Originals: the first go on 3 Mar 2024, 14:05; 12 files within a week`. */
function dueText(what: string, { firstAt, withinWeek }: NonNullable<DueRetention['originals']>): string {
  const overdue = Date.parse(firstAt) <= Date.now();
  const first = overdue ? 'go with the next sweep, within an hour' : `the first go ${formatTime(firstAt)}`;
  return `${what}: ${first}; ${withinWeek === 0 ? 'none' : plural(withinWeek, 'file')} within a week`;
}
