import { useRef, useState } from 'preact/hooks';
import type { File as StoredFile } from '../../http/v2/schemas.ts';
import type { Page as ListPage } from '../api.ts';
import type { Draft } from '../draft.ts';
import { useResource } from '../use-resource.ts';
import { useTry } from '../use-try.ts';
import { EvidenceList } from './evidence-list.tsx';
import { Loading } from './notice.tsx';
import { Ranking } from './ranking.tsx';

type TryPanelProps = { readonly classificationId: string; readonly draft: Draft };

/** How a file would be answered by what stands in the editor, unsaved as it is. */
export function TryPanel({ classificationId, draft }: TryPanelProps) {
  const files = useResource<ListPage<StoredFile>>(
    `/files?${new URLSearchParams({ classificationId, state: 'processed', limit: '100' })}`,
  );
  const [chosen, setChosen] = useState<string | File>();
  const input = useRef<HTMLInputElement>(null);
  const items = files.data?.items ?? [];
  const file = chosen ?? items[0]?.id;
  const { answer, error } = useTry(file, draft);
  return (
    <aside class="try" aria-label="Try on a file">
      <h2>Try on a file</h2>
      {items.length > 0 && (
        <label>
          <span class="hidden">File</span>
          <select
            value={typeof file === 'string' ? file : ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {typeof file === 'object' && <option value="">{file.name}</option>}
            {items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" onClick={() => input.current?.click()}>
        {typeof file === 'object' && items.length === 0 ? file.name : 'Choose a file of yours'}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to try"
        onChange={(event) => setChosen(event.currentTarget.files?.[0])}
      />
      {file === undefined && (
        <p class="quiet">See here at once what each change does to its answer. Nothing of it is kept.</p>
      )}
      {error && <p class="field-error">{error}</p>}
      {file && !answer && !error && <Loading />}
      {answer && (
        <>
          <p class="verdict-line" role="status">
            <strong>{answer.documentType}</strong>
          </p>
          <Ranking ranking={answer.ranking} chosen={answer.documentType} />
          <h3>Because of</h3>
          <EvidenceList evidence={answer.evidence} borrowed={answer.borrowed} />
          {typeof file === 'string' && (
            <p>
              <a href={`/review?file=${file}`}>See the file</a>
            </p>
          )}
        </>
      )}
    </aside>
  );
}
