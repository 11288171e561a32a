import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import { formatBytes, formatNumber, plural } from '../format.ts';
import { makeTemplate } from '../make-template.ts';
import { DropZone } from '../parts/drop-zone.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { IntakeTabs } from '../parts/intake-tabs.tsx';
import { LibraryDialog } from '../parts/library-dialog.tsx';
import { Empty, Loading } from '../parts/notice.tsx';
import { choiceOf, chosenIn, OwnerSelect, ownerInAddress, ownerOf } from '../parts/owner-select.tsx';
import { Page } from '../parts/page.tsx';
import { changeQuery } from '../router.ts';
import { type Upload, useUploads } from '../upload-queue.ts';
import { useOwners } from '../use-owners.ts';

export function UploadPage({ query }: { query: URLSearchParams }) {
  const { classifications, templates, isLoaded, error, reload } = useOwners();
  const [choosing, setChoosing] = useState(false);
  const asked = ownerOf(chosenIn(query));
  const template =
    templates.find(({ id }) => id === asked.templateId) ?? (classifications[0] ? undefined : templates[0]);
  const classification = template
    ? undefined
    : (classifications.find(({ id }) => id === asked.classificationId) ?? classifications[0]);
  const chosen = template
    ? choiceOf('templateId', template.id)
    : classification && choiceOf('classificationId', classification.id);
  const { uploads, batchId, add, retry, startAnew } = useUploads(chosen ?? '');
  const isBusy = uploads.length > 0;
  const onMade = ({ id }: Classification) => {
    setChoosing(false);
    reload();
    changeQuery({ classification: id, template: undefined });
  };
  if (error !== undefined) return <FailedPage error={error} onRetry={reload} />;
  return (
    <Page title="Upload" lead="PDF, scans, photos, Office files and e-mail, in any mixture.">
      <IntakeTabs current="/upload" />
      {!isLoaded ? (
        <Loading />
      ) : chosen === undefined ? (
        <FirstChoice onTypes={() => setChoosing(true)} />
      ) : (
        <>
          <div class="upload-target">
            <OwnerSelect
              label="Upload to"
              classifications={classifications}
              templates={templates}
              chosen={chosen}
              disabled={isBusy}
              onChoose={(owner) => changeQuery(ownerInAddress(owner))}
            />
            <button type="button" disabled={isBusy} onClick={() => setChoosing(true)}>
              New from the library
            </button>
            <button type="button" disabled={isBusy} onClick={makeTemplate}>
              New template
            </button>
            <p class="types-line">
              {classification?.documentTypes.map(({ name }) => `${name} · `)}
              {classification && <em>other</em>}
              {template?.fields.map(({ key }) => key.replaceAll('_', ' ')).join(' · ')}
            </p>
          </div>
          <DropZone onFiles={add} small={isBusy} />
          {isBusy && <Uploads uploads={uploads} batchId={batchId} onRetry={retry} onAnew={startAnew} />}
        </>
      )}
      {choosing && <LibraryDialog onClose={() => setChoosing(false)} onMade={onMade} />}
    </Page>
  );
}

function FirstChoice({ onTypes }: { onTypes: () => void }) {
  return (
    <Empty title="First, say what to look for">
      <p>
        A classification is the list of document types that your files are told apart by. The library has the
        common ones ready; your own can be added at any time.
      </p>
      <button type="button" class="primary" onClick={onTypes}>
        Choose types from the library
      </button>
      <p>Are they all of one kind, and you want what stands in them? Name the fields in a template.</p>
      <button type="button" onClick={makeTemplate}>
        Make a template
      </button>
    </Empty>
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
