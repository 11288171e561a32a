import { useState } from 'preact/hooks';
import type { TriedFields } from '../../http/v2/detail-schemas.ts';
import { valueMarks } from '../marks.ts';
import { type FieldDraft, toTriedFields } from '../template-draft.ts';
import { useFilesToTry } from '../use-files-to-try.ts';
import { useTry } from '../use-try.ts';
import { Loading } from './notice.tsx';
import { PageView } from './page-view.tsx';
import { TriedFile } from './tried-file.tsx';
import { ValueList } from './value-list.tsx';

type TryFieldsPanelProps = { readonly templateId: string; readonly fields: readonly FieldDraft[] };

/** What the fields in the editor find in a file, unsaved as they are, and where on its pages. */
export function TryFieldsPanel({ templateId, fields: drafts }: TryFieldsPanelProps) {
  const files = useFilesToTry(templateId);
  const [chosen, setChosen] = useState<string | File>();
  const [page, setPage] = useState(1);
  const [active, setActive] = useState<string>();
  const file = chosen ?? files?.[0]?.id;
  const stored = files?.find(({ id }) => id === file);
  const fields = toTriedFields(drafts);
  const { answer, error } = useTry<TriedFields>(
    file,
    fields.length === 0
      ? undefined
      : { path: '/extraction-tries', body: { fields }, part: ['fields', fields] },
  );
  const marks = valueMarks(answer?.values ?? []);
  const onActive = (key: string | undefined) => {
    setActive(key);
    const mark = marks.find((each) => each.key === key);
    if (mark) setPage(mark.page);
  };
  return (
    <aside class="try" aria-label="Try on a file">
      <h2>Try on a file</h2>
      <TriedFile
        files={files ?? []}
        file={file}
        onChoose={(next) => {
          setChosen(next);
          setPage(1);
        }}
      />
      {files !== undefined && file === undefined && (
        <p class="quiet">See here at once what the fields find in it. Nothing of it is kept.</p>
      )}
      {error && <p class="field-error">{error}</p>}
      {file && !answer && !error && fields.length > 0 && <Loading />}
      {answer && <ValueList {...answer} active={active} onActive={onActive} />}
      {stored && (
        <PageView
          file={stored}
          marks={marks}
          page={Math.min(page, stored.pageCount)}
          onTurn={(by) => setPage(Math.min(stored.pageCount, Math.max(1, page + by)))}
          active={active}
          onActive={onActive}
        />
      )}
    </aside>
  );
}
