import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { FileDetail } from '../../http/v2/detail-schemas.ts';
import type { Batch, File } from '../../http/v2/schemas.ts';
import { announce } from '../announce.ts';
import { ask, type Page as ListPage, messageOf, post } from '../api.ts';
import { plural } from '../format.ts';
import { marksOf } from '../marks.ts';
import { AnswerPanel } from '../parts/answer-panel.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { KeysDialog } from '../parts/keys-dialog.tsx';
import { Empty, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { PageView } from '../parts/page-view.tsx';
import { TaughtNotice } from '../parts/taught-notice.tsx';
import { ValuesPanel } from '../parts/values-panel.tsx';
import { changeQuery, navigate } from '../router.ts';
import { useKeys } from '../use-keys.ts';
import { useReanswers } from '../use-reanswers.ts';
import { useResource } from '../use-resource.ts';
import { useValuesByHand } from '../use-values-by-hand.ts';

/** Riskiest first; more are loaded when these are done. */
const queueLength = 100;

export function ReviewPage({ query }: { query: URLSearchParams }) {
  const batchId = query.get('batch') ?? undefined;
  const batch = useResource<Batch>(batchId && `/batches/${batchId}`);
  const queue = useResource<ListPage<File>>(
    batchId !== undefined && batch.data === undefined ? undefined : queueOf(batch.data),
  );
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const taught = useReanswers(queue.reload);
  const open = queue.data?.items.filter(({ id }) => !decided.has(id)) ?? [];
  const fileId = query.get('file') ?? open[0]?.id;
  const error = batch.error ?? queue.error;
  if (error !== undefined)
    return <FailedPage error={error} onRetry={batch.error ? batch.reload : queue.reload} />;
  if (queue.data === undefined) return <Loading />;
  const scope = batchId
    ? { href: `/batches/${batchId}`, text: 'Batch' }
    : { href: '/batches', text: 'Batches' };
  if (fileId === undefined) {
    return (
      <Page title="Review" back={scope}>
        {queue.data.next && decided.size > 0 ? (
          <Empty title="These are done; there are more">
            <button type="button" class="primary" onClick={queue.reload}>
              Go on
            </button>
          </Empty>
        ) : (
          <Empty title="Nothing asks for review">
            <p>
              {batch.data?.templateId === undefined
                ? 'Answers that are not sure enough come here, the riskiest first.'
                : 'The values of all files that are read are confirmed.'}
            </p>
            <a class="button primary" href={scope.href}>
              See all files
            </a>
          </Empty>
        )}
      </Page>
    );
  }
  const place = open.findIndex(({ id }) => id === fileId);
  const step = (by: number) => {
    const next = place === -1 ? open[0] : open[place + by];
    if (next) changeQuery({ file: next.id }, { replace: false });
  };
  const onDecided = (id: string) => {
    const rest = open.filter((file) => file.id !== id);
    setDecided((last) => new Set(last).add(id));
    changeQuery({ file: rest[Math.max(0, place)]?.id ?? rest[0]?.id }, { replace: false });
  };
  const onUndone = (id: string) => {
    setDecided((last) => new Set([...last].filter((other) => other !== id)));
    // From wherever the person has gone since.
    navigate(`/review?${new URLSearchParams({ ...(batchId && { batch: batchId }), file: id })}`);
  };
  return (
    <FileReview
      key={fileId}
      fileId={fileId}
      back={scope}
      remaining={open.length}
      onStep={step}
      onDecided={onDecided}
      onUndone={onUndone}
      onTaught={taught.look}
      notice={<TaughtNotice changed={taught.changed} onApply={taught.apply} onLeave={taught.leave} />}
    />
  );
}

/** The least sure answers; of a template, what nobody confirmed yet. */
function queueOf(batch: Batch | undefined): string {
  const wanted: Record<string, string> =
    batch?.templateId === undefined
      ? { needsReview: 'true', order: 'risk' }
      : { state: 'processed', reviewed: 'false' };
  const ofBatch = batch && { batchId: batch.id };
  return `/files?${new URLSearchParams({ ...wanted, limit: String(queueLength), ...ofBatch })}`;
}

type FileReviewProps = {
  readonly fileId: string;
  readonly back: { readonly href: string; readonly text: string };
  readonly remaining: number;
  readonly onStep: (by: number) => void;
  readonly onDecided: (fileId: string) => void;
  readonly onUndone: (fileId: string) => void;
  /** A correction in this batch may have taught something. */
  readonly onTaught: (batchId: string) => void;
  readonly notice: ComponentChildren;
};

function FileReview({ fileId, back, remaining, notice, ...on }: FileReviewProps) {
  const { onStep, onDecided, onUndone, onTaught } = on;
  const { data: file, error, reload } = useResource<FileDetail>(`/files/${fileId}`);
  const classification = useResource<Classification>(
    file?.classificationId && `/classifications/${file.classificationId}`,
  );
  const [page, setPage] = useState<number>();
  const [active, setActive] = useState<string>();
  const [showsKeys, setShowsKeys] = useState(false);
  useEffect(() => {
    if (file)
      setPage((last) => last ?? file.evidence[0]?.page ?? file.extraction?.values[0]?.evidence[0]?.page ?? 1);
  }, [file]);
  /** Saves what was decided and goes on to the next file; `undoPath` is deleted to take it back. */
  const settle = async (save: () => Promise<unknown>, words: string, undoPath: string) => {
    try {
      await save();
      const undo = async () => {
        await ask(undoPath, { method: 'DELETE' });
        onUndone(fileId);
      };
      announce(words, undo);
      onDecided(fileId);
      return true;
    } catch (reason) {
      announce(messageOf(reason));
      return false;
    }
  };
  const decide = async (documentType: string | undefined) => {
    if (file === undefined) return;
    const body = { fileIds: [fileId], ...(documentType !== undefined && { documentType }) };
    const words = `${file.name}: ${documentType ?? file.documentType}`;
    const isSaved = await settle(() => post('/corrections', body), words, `/files/${fileId}/correction`);
    if (isSaved && documentType !== undefined && documentType !== file.documentType) onTaught(file.batchId);
  };
  const hasType = file?.templateId === undefined;
  const byHandOfType = useValuesByHand(file?.extraction, reload);
  /** Of a file of a template: that is all there is to decide, so it goes on. */
  const confirmAll = () => {
    const path = `/extracted-files/${fileId}/confirmation`;
    void settle(() => post(path, {}), `${file?.name}: the values are confirmed`, path);
  };
  const byHand = hasType ? byHandOfType : { ...byHandOfType, onConfirm: confirmAll };
  const turn = (by: number) => setPage((last = 1) => Math.min(file?.pageCount ?? 1, Math.max(1, last + by)));
  useKeys({
    Enter: () => (hasType ? void decide(undefined) : byHand.onConfirm()),
    j: () => onStep(1),
    k: () => onStep(-1),
    '[': () => turn(-1),
    ']': () => turn(1),
    e: () => byHand.writeNext(active),
    v: byHand.onConfirm,
    '?': () => setShowsKeys(true),
    ...Object.fromEntries(
      (file?.ranking ?? [])
        .slice(0, 9)
        .map(({ documentType }, index) => [String(index + 1), () => void decide(documentType)]),
    ),
  });
  if (error !== undefined) return <FailedPage error={error} back={back} onRetry={reload} />;
  if (file === undefined || page === undefined) return <Loading />;
  const lookAt = (key: string) => {
    setActive(key);
    const mark = marksOf(file).find((each) => each.key === key);
    if (mark) setPage(mark.page);
  };
  return (
    <Page
      title={file.name}
      back={back}
      wide
      lead={`${plural(file.pageCount, 'page')} · ${remaining === 0 ? 'nothing left to review' : `${remaining} left to review`}`}
      actions={
        <>
          <button type="button" class="plain keys-hint" onClick={() => setShowsKeys(true)}>
            Keys <kbd>?</kbd>
          </button>
          <button type="button" onClick={() => onStep(-1)}>
            Previous
          </button>
          <button type="button" onClick={() => onStep(1)}>
            Next
          </button>
        </>
      }
    >
      {notice}
      <div class="review">
        <PageView
          file={file}
          marks={marksOf(file)}
          page={page}
          onTurn={turn}
          active={active}
          onActive={setActive}
        />
        {hasType ? (
          <AnswerPanel
            file={file}
            types={classification.data?.documentTypes ?? []}
            active={active}
            onActive={lookAt}
            onDecide={decide}
            byHand={byHand}
          />
        ) : (
          <ValuesPanel file={file} active={active} onActive={lookAt} byHand={byHand} />
        )}
      </div>
      {showsKeys && <KeysDialog onClose={() => setShowsKeys(false)} />}
    </Page>
  );
}
