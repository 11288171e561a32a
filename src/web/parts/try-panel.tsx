import { useEffect, useState } from 'preact/hooks';
import type { Answer, File } from '../../http/v2/schemas.ts';
import { type Page as ListPage, messageOf, post } from '../api.ts';
import type { Draft } from '../draft.ts';
import { useResource } from '../use-resource.ts';
import { EvidenceList } from './evidence-list.tsx';
import { Loading } from './notice.tsx';
import { Ranking } from './ranking.tsx';

type TryPanelProps = { readonly classificationId: string; readonly draft: Draft };

/** Long enough not to ask at every letter. */
const restMs = 350;

/** How a file would be answered by what stands in the editor, unsaved as it is. */
export function TryPanel({ classificationId, draft }: TryPanelProps) {
  const files = useResource<ListPage<File>>(
    `/files?${new URLSearchParams({ classificationId, state: 'processed', limit: '100' })}`,
  );
  const items = files.data?.items;
  const [chosen, setChosen] = useState<string>();
  const fileId = chosen ?? items?.[0]?.id;
  const { answer, error } = useTry(fileId, draft);
  return (
    <aside class="try" aria-label="Try on a file">
      <h2>Try on a file</h2>
      {items?.length === 0 ? (
        <p class="quiet">
          <a href={`/upload?classification=${classificationId}`}>Upload a file</a>, and see here at once what
          each change does to its answer.
        </p>
      ) : (
        <label>
          <span class="hidden">File</span>
          <select value={fileId} onChange={(event) => setChosen(event.currentTarget.value)}>
            {items?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {error && <p class="field-error">{error}</p>}
      {fileId && !answer && !error && <Loading />}
      {answer && (
        <>
          <p class="verdict-line" role="status">
            <strong>{answer.documentType}</strong>
          </p>
          <Ranking ranking={answer.ranking} chosen={answer.documentType} />
          <h3>Because of</h3>
          <EvidenceList evidence={answer.evidence} borrowed={answer.borrowed} />
          {fileId && (
            <p>
              <a href={`/review?file=${fileId}`}>See the file</a>
            </p>
          )}
        </>
      )}
    </aside>
  );
}

type Tried = { readonly answer?: Answer; readonly error?: string };

function useTry(fileId: string | undefined, { documentTypes, settings }: Draft): Tried {
  const [tried, setTried] = useState<Tried>({});
  useEffect(() => {
    if (fileId === undefined) return;
    let left = false;
    const show = (result: Tried) => {
      if (!left) setTried(result);
    };
    const timer = setTimeout(() => {
      // A type that has no name yet is still being written.
      const named = documentTypes.filter(({ name }) => name.trim() !== '');
      post<Answer>('/tries', { fileId, documentTypes: named, settings }).then(
        (answer) => show({ answer }),
        (error: unknown) => show({ error: messageOf(error) }),
      );
    }, restMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [fileId, documentTypes, settings]);
  return tried;
}
