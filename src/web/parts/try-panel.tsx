import { useState } from 'preact/hooks';
import type { Answer, File as StoredFile } from '../../http/v2/schemas.ts';
import type { Page as ListPage } from '../api.ts';
import type { Draft } from '../draft.ts';
import { useResource } from '../use-resource.ts';
import { useTry } from '../use-try.ts';
import { EvidenceList } from './evidence-list.tsx';
import { Loading } from './notice.tsx';
import { Ranking } from './ranking.tsx';
import { TriedFile } from './tried-file.tsx';

type TryPanelProps = { readonly classificationId: string; readonly draft: Draft };

/** How a file would be answered by what stands in the editor, unsaved as it is. */
export function TryPanel({ classificationId, draft }: TryPanelProps) {
  const stored = useResource<ListPage<StoredFile>>(
    `/files?${new URLSearchParams({ classificationId, state: 'processed', limit: '100' })}`,
  );
  const [chosen, setChosen] = useState<string | File>();
  const files = stored.data?.items ?? [];
  const file = chosen ?? files[0]?.id;
  // A type that has no name yet is still being written.
  const types = {
    documentTypes: draft.documentTypes.filter(({ name }) => name.trim() !== ''),
    settings: draft.settings,
  };
  const { answer, error } = useTry<Answer>(
    file,
    types.documentTypes.length === 0 ? undefined : { path: '/tries', body: types, part: ['types', types] },
  );
  return (
    <aside class="try" aria-label="Try on a file">
      <h2>Try on a file</h2>
      <TriedFile files={files} file={file} onChoose={setChosen} />
      {file === undefined && (
        <p class="quiet">See here at once what each change does to its answer. Nothing of it is kept.</p>
      )}
      {error && <p class="field-error">{error}</p>}
      {file && !answer && !error && types.documentTypes.length > 0 && <Loading />}
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
