import { useState } from 'preact/hooks';
import type { Batch, File } from '../../http/v2/schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, urlOf } from '../api.ts';
import { formatNumber, formatTime, plural } from '../format.ts';
import { listFileIds } from '../list-file-ids.ts';
import { BatchFilters, filterOf } from '../parts/batch-filters.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { FileTable } from '../parts/file-table.tsx';
import { Menu } from '../parts/menu.tsx';
import { More } from '../parts/more.tsx';
import { Empty, Failed, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { SelectionBar } from '../parts/selection-bar.tsx';
import { partsOf, TypeBar, TypeLegend } from '../parts/type-bar.tsx';
import { changeQuery, navigate } from '../router.ts';
import { useBatch } from '../use-batch.ts';
import { usePages } from '../use-pages.ts';
import { useQuietly } from '../use-quietly.ts';

type BatchPageProps = { readonly batchId: string; readonly query: URLSearchParams };

export function BatchPage({ batchId, query }: BatchPageProps) {
  const { batch, error, gone, reload } = useBatch(batchId);
  if (error !== undefined) return <FailedPage error={error} onRetry={reload} />;
  if (gone) {
    return (
      <Page title="Batch" back={{ href: '/batches', text: 'Batches' }}>
        <Empty title="This batch was deleted" />
      </Page>
    );
  }
  if (batch === undefined) return <Loading />;
  const { counts } = batch;
  return (
    <Page
      title={batch.classificationName ?? batch.templateName ?? 'Batch'}
      back={{ href: '/batches', text: 'Batches' }}
      lead={formatTime(batch.createdAt)}
      actions={<BatchActions batch={batch} query={query} />}
    >
      <section class="overview" aria-label="Overview">
        <dl class="figures">
          <Figure name="files" value={counts.files} />
          <Figure name="processed" value={counts.processed} />
          {counts.waiting > 0 && <Figure name="waiting" value={counts.waiting} />}
          {batch.templateId === undefined && (
            <Figure name="to review" value={counts.needsReview} tone={counts.needsReview > 0 ? 'warn' : ''} />
          )}
          <Figure name="failed" value={counts.failed} tone={counts.failed > 0 ? 'bad' : ''} />
        </dl>
        {counts.waiting > 0 && (
          <progress
            class="hidden"
            value={counts.files - counts.waiting}
            max={counts.files}
            aria-label="Files finished"
          />
        )}
        <TypeBar types={partsOf(batch)} waiting={counts.waiting} failed={counts.failed} />
        <TypeLegend
          types={batch.types}
          chosen={query.get('type') ?? undefined}
          onChoose={(type) => changeQuery({ type })}
        />
      </section>
      <BatchFiles batch={batch} query={query} />
    </Page>
  );
}

function Figure({ name, value, tone = '' }: { name: string; value: number; tone?: string }) {
  return (
    <div class={tone}>
      <dt>{name}</dt>
      <dd class="number">{formatNumber(value)}</dd>
    </div>
  );
}

function BatchActions({ batch, query }: { batch: Batch; query: URLSearchParams }) {
  const filter = filterOf(query);
  const exportUrl = (format: string) =>
    urlOf(`/batches/${batch.id}/export?${new URLSearchParams({ ...filter, format })}`);
  const cancel = async () => {
    const { cancelled } = await ask<{ cancelled: number }>(`/batches/${batch.id}/cancel`, { method: 'POST' });
    announce(`${plural(cancelled, 'file')} will not be read`);
  };
  const remove = async () => {
    if (!confirm(`Delete this batch with its ${plural(batch.counts.files, 'file')} and all results?`)) return;
    await ask(`/batches/${batch.id}`, { method: 'DELETE' });
    navigate('/batches');
  };
  return (
    <>
      <Menu text="More">
        <a href={exportUrl('csv')} download>
          Export as CSV
        </a>
        <a href={exportUrl('xlsx')} download>
          Export as XLSX
        </a>
        <a href={exportUrl('zip')} download>
          {batch.templateId === undefined ? 'Originals by type (ZIP)' : 'Originals (ZIP)'}
        </a>
        <a href={exportUrl('jsonl')} download>
          Export as JSON lines
        </a>
        {batch.counts.waiting > 0 && (
          <button type="button" onClick={cancel}>
            Stop reading
          </button>
        )}
        <button type="button" class="bad" onClick={remove}>
          Delete batch
        </button>
      </Menu>
      {batch.counts.needsReview > 0 && (
        <a class="button primary" href={`/review?batch=${batch.id}`}>
          Review {formatNumber(batch.counts.needsReview)}
        </a>
      )}
      {batch.templateId !== undefined && batch.counts.processed > 0 && (
        <a class="button primary" href={`/review?batch=${batch.id}`}>
          Review values
        </a>
      )}
    </>
  );
}

function BatchFiles({ batch, query }: { batch: Batch; query: URLSearchParams }) {
  const filter = filterOf(query);
  const path = `/files?${new URLSearchParams({ batchId: batch.id, ...filter })}`;
  const files = usePages<File>(path);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { counts } = batch;
  useQuietly([counts.files, counts.waiting, counts.failed, counts.needsReview].join(), files.reload);
  const selectAll = async () => {
    try {
      setSelected(new Set(await listFileIds(path)));
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  const onDone = () => {
    setSelected(new Set());
    files.reload();
  };
  return (
    <section aria-label="Files">
      <BatchFilters query={query} hasTypes={batch.templateId === undefined} />
      {files.error !== undefined && <Failed error={files.error} onRetry={files.reload} />}
      {files.items?.length === 0 &&
        (Object.keys(filter).length > 0 ? (
          <Empty title="No file is like that">
            <button
              type="button"
              onClick={() =>
                changeQuery({ type: undefined, state: undefined, sure: undefined, text: undefined })
              }
            >
              Show all files
            </button>
          </Empty>
        ) : (
          <Empty title="This batch is empty" />
        ))}
      {files.items !== undefined && files.items.length > 0 && (
        <FileTable
          files={files.items}
          hasTypes={batch.templateId === undefined}
          selected={selected}
          onSelect={setSelected}
        />
      )}
      {files.hasMore && <More onMore={files.loadMore} />}
      {selected.size > 0 && (
        <SelectionBar
          classificationId={batch.classificationId}
          selected={selected}
          onSelectAll={files.hasMore || selected.size < (files.items?.length ?? 0) ? selectAll : undefined}
          onClear={() => setSelected(new Set())}
          onDone={onDone}
        />
      )}
    </section>
  );
}
