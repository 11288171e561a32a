import { useEffect } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Batch } from '../../http/v2/schemas.ts';
import type { Page as ListPage } from '../api.ts';
import { formatNumber, formatTime, plural } from '../format.ts';
import { Empty } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { PagedRows } from '../parts/paged-rows.tsx';
import { TypeBar } from '../parts/type-bar.tsx';
import { changeQuery } from '../router.ts';
import { usePages } from '../use-pages.ts';
import { useResource } from '../use-resource.ts';

/** While files are read; the page of one batch is told at once. */
const refreshMs = 2_000;

export function BatchesPage({ query }: { query: URLSearchParams }) {
  const chosen = query.get('classification') ?? '';
  const pages = usePages<Batch>(
    chosen ? `/batches?classificationId=${encodeURIComponent(chosen)}` : '/batches',
  );
  const { items, reload } = pages;
  const working = items?.some(({ state }) => state === 'waiting') ?? false;
  useEffect(() => {
    if (!working) return;
    const timer = setTimeout(reload, refreshMs);
    return () => clearTimeout(timer);
  }, [working, items, reload]);
  const classifications = useResource<ListPage<Classification>>('/classifications?limit=500');
  return (
    <Page
      title="Batches"
      actions={
        <>
          <label class="inline">
            <span class="hidden">Classification</span>
            <select
              value={chosen}
              onChange={(event) => changeQuery({ classification: event.currentTarget.value })}
            >
              <option value="">All classifications</option>
              {classifications.data?.items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <a class="button primary" href="/upload">
            Upload files
          </a>
        </>
      }
    >
      <PagedRows
        pages={pages}
        kind="batch-rows"
        endless
        empty={
          <Empty title="No batch yet">
            <p>The files that you upload together stand here as a batch, with what they are.</p>
            <a class="button primary" href="/upload">
              Upload the first files
            </a>
          </Empty>
        }
      >
        {(batch) => <BatchRow key={batch.id} batch={batch} />}
      </PagedRows>
    </Page>
  );
}

function BatchRow({ batch: { id, classificationName, counts, types, createdAt, state } }: { batch: Batch }) {
  return (
    <li>
      <a href={`/batches/${id}`} class="batch-row">
        <span class="batch-title">
          <strong>{formatTime(createdAt)}</strong>
          <span class="quiet">{classificationName}</span>
        </span>
        <TypeBar types={types} waiting={counts.waiting} failed={counts.failed} />
        <span class="batch-facts">
          <span class="number">{plural(counts.files, 'file')}</span>
          {state === 'waiting' && <span class="state sending">{formatNumber(counts.waiting)} waiting</span>}
          {counts.failed > 0 && <span class="state refused">{formatNumber(counts.failed)} failed</span>}
          {counts.needsReview > 0 ? (
            <span class="state warn">{formatNumber(counts.needsReview)} to review</span>
          ) : (
            state === 'finished' && <span class="state stored">done</span>
          )}
        </span>
      </a>
    </li>
  );
}
