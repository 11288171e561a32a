import { useEffect } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { LabelledFile } from '../../http/v2/learning-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf } from '../api.ts';
import { formatTime } from '../format.ts';
import { usePages } from '../use-pages.ts';
import { LabelledUploader } from './labelled-uploader.tsx';
import { Empty } from './notice.tsx';
import { PagedRows } from './paged-rows.tsx';

const lookMs = 1_000;

type ExamplesProps = { readonly classification: Classification; readonly onChanged: () => void };

/** Files that were uploaded with their type, to learn from. */
export function Examples({ classification, onChanged }: ExamplesProps) {
  const { id, documentTypes } = classification;
  const path = `/classifications/${id}/examples`;
  const pages = usePages<LabelledFile>(path);
  const { items, reload } = pages;
  const waiting = items?.some(({ state }) => state === 'waiting') ?? false;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(reload, lookMs);
    return () => {
      clearInterval(timer);
      onChanged();
    };
  }, [waiting, reload]);
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
      <PagedRows
        pages={pages}
        kind="examples"
        empty={
          <Empty title="No examples yet">
            <p>
              A few files of each type make answers better from the next file on. What is corrected or
              confirmed teaches too.
            </p>
          </Empty>
        }
      >
        {(example) => (
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
        )}
      </PagedRows>
    </section>
  );
}
