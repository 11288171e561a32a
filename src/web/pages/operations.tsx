import { useEffect } from 'preact/hooks';
import type { File, Operations, Session } from '../../http/v2/schemas.ts';
import { announce } from '../announce.ts';
import { post } from '../api.ts';
import { formatAge, formatBytes, formatNumber, formatTime, plural } from '../format.ts';
import { AdminOnly } from '../parts/admin-only.tsx';
import { ApiKeys } from '../parts/api-keys.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { PagedRows } from '../parts/paged-rows.tsx';
import { Retentions } from '../parts/retentions.tsx';
import { Webhooks } from '../parts/webhooks.tsx';
import { usePages } from '../use-pages.ts';
import { useResource } from '../use-resource.ts';

const refreshMs = 5_000;

export function OperationsPage({ session }: { session: Session }) {
  const { data, error, reload } = useResource<Operations>('/operations', { keep: true });
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), refreshMs);
    return () => clearInterval(timer);
  }, [reload]);
  if (error !== undefined && data === undefined) return <FailedPage error={error} onRetry={reload} />;
  return (
    <Page title="Operations" lead="What the server does, and what it could not do.">
      {data === undefined ? (
        <Loading />
      ) : (
        <>
          <QueueFigures operations={data} />
          <Throughput counts={data.finishedByMinute} />
        </>
      )}
      <Failures reasons={data?.failuresByReason ?? []} />
      <Retentions />
      <AdminOnly session={session} what="Webhooks and API keys">
        <Webhooks />
        <ApiKeys ownId={session.keyId} />
      </AdminOnly>
    </Page>
  );
}

function QueueFigures({ operations: { queue, files, pages, originalBytes } }: { operations: Operations }) {
  const waiting = queue.ready + queue.delayed;
  const figures: readonly (readonly [name: string, value: string])[] = [
    ['waiting in the queue', formatNumber(waiting)],
    ['being read', formatNumber(queue.running)],
    ['oldest waits for', queue.oldestAt ? formatAge(queue.oldestAt) : '–'],
    ['files processed', formatNumber(files.processed)],
    ['pages', formatNumber(pages)],
    ['originals', formatBytes(originalBytes)],
  ];
  return (
    <dl class="figures panel">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Files a minute for the last hour, as bars; the sentence says the same. */
function Throughput({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <section class="panel" aria-labelledby="throughput">
      <h2 id="throughput">Last hour</h2>
      <p class="quiet">
        {plural(total, 'file')} finished; {formatNumber(Math.max(...counts))} in the best minute.
      </p>
      <svg
        class="bars"
        viewBox={`0 0 ${counts.length * 10} 60`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {counts.map((count, minute) => {
          const height = count === 0 ? 1 : Math.max(3, (count / most) * 60);
          return <rect key={minute} x={minute * 10 + 1} y={60 - height} width="8" height={height} rx="1" />;
        })}
      </svg>
    </section>
  );
}

function Failures({ reasons }: { reasons: Operations['failuresByReason'] }) {
  const pages = usePages<File>('/files?state=failed');
  const { items, reload } = pages;
  const retry = async (fileIds: readonly string[]) => {
    const { fileIds: retried } = await post<{ fileIds: string[] }>('/files/retry', { fileIds });
    announce(`${plural(retried.length, 'file')} will be read again`);
    reload();
  };
  return (
    <section class="panel" aria-labelledby="failures">
      <header>
        <h2 id="failures">Failed files</h2>
        {items !== undefined && items.length > 1 && (
          <button type="button" onClick={() => retry(items.map(({ id }) => id))}>
            Retry all shown
          </button>
        )}
      </header>
      {reasons.length > 1 && (
        <p class="quiet">
          {reasons
            .map(({ code, files }) => `${code.replaceAll('_', ' ')}: ${plural(files, 'file')}`)
            .join(' · ')}
        </p>
      )}
      <PagedRows pages={pages} empty={<p class="quiet">No file failed.</p>}>
        {(file) => (
          <li key={file.id} class="failure-row">
            <div>
              <a href={`/batches/${file.batchId}?state=failed`}>{file.name}</a>
              <p>{file.error?.message}</p>
              <p class="quiet">
                {file.error?.code.replaceAll('_', ' ')} · {file.finishedAt && formatTime(file.finishedAt)}
                {file.error && !file.error.retryable && ' · another attempt will hardly help'}
              </p>
            </div>
            <button type="button" onClick={() => retry([file.id])} aria-label={`Retry ${file.name}`}>
              Retry
            </button>
          </li>
        )}
      </PagedRows>
    </section>
  );
}
