import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Page as ListPage } from '../api.ts';
import { formatBytes, formatNumber, plural } from '../format.ts';
import { DropZone } from '../parts/drop-zone.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { IntakeTabs } from '../parts/intake-tabs.tsx';
import { LibraryDialog } from '../parts/library-dialog.tsx';
import { Empty, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { changeQuery } from '../router.ts';
import { type Upload, useUploads } from '../upload-queue.ts';
import { useResource } from '../use-resource.ts';

export function UploadPage({ query }: { query: URLSearchParams }) {
  const classifications = useResource<ListPage<Classification>>('/classifications?limit=500');
  const [choosing, setChoosing] = useState(false);
  const items = classifications.data?.items;
  const chosen = items?.find(({ id }) => id === query.get('classification')) ?? items?.[0];
  const { uploads, batchId, add, retry, startAnew } = useUploads(chosen?.id);
  const onMade = ({ id }: Classification) => {
    setChoosing(false);
    classifications.reload();
    changeQuery({ classification: id });
  };
  if (classifications.error !== undefined) {
    return <FailedPage error={classifications.error} onRetry={classifications.reload} />;
  }
  return (
    <Page title="Upload" lead="PDF, scans, photos, Office files and e-mail, in any mixture.">
      <IntakeTabs current="/upload" />
      {items === undefined ? (
        <Loading />
      ) : chosen === undefined ? (
        <Empty title="First, say what to look for">
          <p>
            A classification is the list of document types that your files are told apart by. The library has
            the common ones ready; your own can be added at any time.
          </p>
          <button type="button" class="primary" onClick={() => setChoosing(true)}>
            Choose types from the library
          </button>
        </Empty>
      ) : (
        <>
          <div class="upload-target">
            <label>
              Classification
              <select
                value={chosen.id}
                disabled={uploads.length > 0}
                onChange={(event) => changeQuery({ classification: event.currentTarget.value })}
              >
                {items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <button type="button" disabled={uploads.length > 0} onClick={() => setChoosing(true)}>
              New from the library
            </button>
            <p class="types-line">
              {chosen.documentTypes.map(({ name }) => name).join(' · ')} · <em>other</em>
            </p>
          </div>
          <DropZone onFiles={add} small={uploads.length > 0} />
          {uploads.length > 0 && (
            <Uploads uploads={uploads} batchId={batchId} onRetry={retry} onAnew={startAnew} />
          )}
        </>
      )}
      {choosing && <LibraryDialog onClose={() => setChoosing(false)} onMade={onMade} />}
    </Page>
  );
}

type UploadsProps = {
  readonly uploads: readonly Upload[];
  readonly batchId: string | undefined;
  readonly onRetry: () => void;
  readonly onAnew: () => void;
};

/** A list of thousands would only slow the page: what matters are those under way and those refused. */
const rowsMax = 200;

function Uploads({ uploads, batchId, onRetry, onAnew }: UploadsProps) {
  const inState = (state: Upload['state']) => uploads.filter((upload) => upload.state === state).length;
  const stored = inState('stored');
  const refused = inState('refused');
  const done = stored + refused === uploads.length;
  const order = { refused: 0, sending: 1, queued: 2, stored: 3 };
  const shown = uploads.toSorted((a, b) => order[a.state] - order[b.state]).slice(0, rowsMax);
  return (
    <section class="uploads" aria-label="Uploads">
      <header>
        <p role="status">
          {done ? '' : 'Sending: '}
          {plural(stored, 'file')} of {formatNumber(uploads.length)} stored
          {refused > 0 && `, ${formatNumber(refused)} refused`}
        </p>
        <div class="actions">
          {done && refused > 0 && (
            <button type="button" onClick={onRetry}>
              Send the refused again
            </button>
          )}
          {done && (
            <button type="button" onClick={onAnew}>
              Start a new batch
            </button>
          )}
          {batchId && stored > 0 && (
            <a class="button primary" href={`/batches/${batchId}`}>
              Open the batch
            </a>
          )}
        </div>
      </header>
      <ul class="rows">
        {shown.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
      </ul>
      {uploads.length > rowsMax && (
        <p class="quiet">
          And {plural(uploads.length - rowsMax, 'more file')}; the refused ones stand first.
        </p>
      )}
    </section>
  );
}

function UploadRow({ upload: { file, state, share, reason } }: { upload: Upload }) {
  return (
    <li class={`upload-row ${state}`}>
      <span class="name">
        <bdi>{file.name}</bdi>
      </span>
      <span class="number quiet">{formatBytes(file.size)}</span>
      {state === 'sending' ? (
        <progress value={share} max={1} aria-label={`Sending ${file.name}`} />
      ) : (
        <span class={`state ${state}`}>{state}</span>
      )}
      {reason && <p class="field-error">{reason}</p>}
    </li>
  );
}
