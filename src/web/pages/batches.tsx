import { useEffect } from 'preact/hooks';
import type { Batch } from '../../http/v2/schemas.ts';
import { formatNumber, formatTime, plural } from '../format.ts';
import { Empty } from '../parts/notice.tsx';
import { chosenIn, OwnerSelect, ownerInAddress, ownerOf } from '../parts/owner-select.tsx';
import { Page } from '../parts/page.tsx';
import { PagedRows } from '../parts/paged-rows.tsx';
import { partsOf, TypeBar } from '../parts/type-bar.tsx';
import { changeQuery } from '../router.ts';
import { useOwners } from '../use-owners.ts';
import { usePages } from '../use-pages.ts';

/** While files are read; the page of one batch is told at once. */
const refreshMs = 2_000;

export function BatchesPage({ query }: { query: URLSearchParams }) {
  const chosen = chosenIn(query);
  const pages = usePages<Batch>(chosen ? `/batches?${new URLSearchParams(ownerOf(chosen))}` : '/batches');
  const { items, reload } = pages;
  const working = items?.some(({ state }) => state === 'waiting') ?? false;
  useEffect(() => {
    if (!working) return;
    const timer = setTimeout(reload, refreshMs);
    return () => clearTimeout(timer);
  }, [working, items, reload]);
  const { classifications, templates } = useOwners();
  return (
    <Page
      title="Batches"
      actions={
        <>
          <OwnerSelect
            label="Uploaded to"
            quiet
            any="All batches"
            classifications={classifications}
            templates={templates}
            chosen={chosen}
            onChoose={(owner) => changeQuery(ownerInAddress(owner))}
          />
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
          <Empty title={chosen ? 'No batch of it yet' : 'No batch yet'}>
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

function BatchRow({ batch }: { batch: Batch }) {
  const { id, classificationName, templateName, counts, createdAt, state } = batch;
  return (
    <li>
      <a href={`/batches/${id}`} class="batch-row">
        <span class="batch-title">
          <strong>{formatTime(createdAt)}</strong>
          <span class="quiet">{classificationName ?? templateName}</span>
        </span>
        <TypeBar types={partsOf(batch)} waiting={counts.waiting} failed={counts.failed} />
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
