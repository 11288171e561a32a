import { useEffect } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { LabelledFile } from '../../http/v2/learning-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf } from '../api.ts';
import { formatTime } from '../format.ts';
import { usePages } from '../use-pages.ts';
import { LabelledUploader } from './labelled-uploader.tsx';
import { Empty, Failed, Loading } from './notice.tsx';

const lookMs = 1_000;

type ExamplesProps = { readonly classification: Classification; readonly onChanged: () => void };

/** Files that were uploaded with their type, to learn from. */
export function Examples({ classification, onChanged }: ExamplesProps) {
  const { id, documentTypes } = classification;
  const path = `/classifications/${id}/examples`;
  const { items, error, hasMore, loadMore, reload } = usePages<LabelledFile>(path);
  const waiting = items?.some(({ state }) => state === 'waiting') ?? false;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(reload, lookMs);
    return () => {
      clearInterval(timer);
      onChanged();
    };
  }, [waiting, reload]);
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (items === undefined) return <Loading />;
  const remove = async ({ id: exampleId, name }: LabelledFile) => {
    try {
      await ask(`${path}/${exampleId}`, { method: 'DELETE' });
      announce(`${name} is deleted and forgotten`);
      reload();
      onChanged();
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  return (
    <section aria-label="Examples">
      <LabelledUploader path={path} types={documentTypes.map(({ name }) => name)} onDone={reload} />
      {items.length === 0 ? (
        <Empty title="No examples yet">
          <p>
            A few files of each type make answers better from the next file on. What is corrected or confirmed
            teaches too.
          </p>
        </Empty>
      ) : (
        <ul class="rows examples">
          {items.map((example) => (
            <li key={example.id}>
              <div>
                <strong>{example.documentType}</strong> {example.name}{' '}
                <span class="quiet">
                  {formatTime(example.createdAt)} · {example.by}
                </span>
                {example.state === 'waiting' && <span class="state">being read</span>}
                {example.error && <span class="state bad">{example.error.message}</span>}
              </div>
              <button type="button" onClick={() => remove(example)} aria-label={`Delete ${example.name}`}>
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" class="more" onClick={loadMore}>
          Show more
        </button>
      )}
    </section>
  );
}
