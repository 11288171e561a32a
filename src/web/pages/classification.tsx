import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Comparison } from '../../http/v2/evaluation-schemas.ts';
import { type Draft, draftOf, parseTypes } from '../draft.ts';
import { plural } from '../format.ts';
import { EditorFrame } from '../parts/editor-frame.tsx';
import { Examples } from '../parts/examples.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { History } from '../parts/history.tsx';
import { JsonEditor } from '../parts/json-editor.tsx';
import { Loading } from '../parts/notice.tsx';
import { TryPanel } from '../parts/try-panel.tsx';
import { TypesEditor } from '../parts/types-editor.tsx';
import { WorseDraft, WorseVersion } from '../parts/worse-notice.tsx';
import { useEditor } from '../use-editor.ts';

const list = { href: '/classifications', text: 'Classifications' };

const views = [
  ['types', 'Types'],
  ['examples', 'Examples'],
  ['json', 'JSON'],
  ['history', 'History'],
] as const;

const kind = {
  toDraft: draftOf,
  toBody: (draft: Draft) => draft,
  done: 'Saved. New files are answered by these types',
};

type ClassificationPageProps = { readonly classificationId: string; readonly query: URLSearchParams };

export function ClassificationPage({ classificationId, query }: ClassificationPageProps) {
  const editor = useEditor<Classification, Draft>(`/classifications/${classificationId}`, kind);
  const { saved, draft, setDraft, problem } = editor;
  if (editor.error !== undefined) {
    return <FailedPage error={editor.error} back={list} onRetry={editor.reload} />;
  }
  if (saved === undefined || draft === undefined) return <Loading />;
  const view = query.get('view') ?? 'types';
  return (
    <EditorFrame
      {...{ editor, saved, list, views, view }}
      lead={`${plural(draft.documentTypes.length, 'type')} · version ${saved.version}`}
      deletedWith="all its batches, files and results"
      links={
        <>
          <a href={`/upload?classification=${saved.id}`}>Upload files</a>
          <a href={`/batches?classification=${saved.id}`}>Its batches</a>
          <a href={`/evaluation?classification=${saved.id}`}>Its evaluation</a>
        </>
      }
    >
      {problem.worse && (
        <WorseDraft
          message={problem.worse.message}
          comparison={problem.worse.comparison as Comparison | undefined}
          onForce={editor.saveWorse}
          onCancel={editor.dropProblem}
        />
      )}
      <WorseVersion classification={saved} />
      {view === 'examples' ? (
        <Examples classification={saved} onChanged={editor.reload} />
      ) : view === 'history' ? (
        <History classification={saved} onChanged={editor.reload} />
      ) : (
        <div class="editor">
          {view === 'json' ? (
            <JsonEditor
              name="documentTypes"
              initial={draft.documentTypes}
              onText={(text) => setDraft({ ...draft, documentTypes: parseTypes(text) })}
            />
          ) : (
            <TypesEditor draft={draft} onChange={setDraft} />
          )}
          <TryPanel classificationId={classificationId} draft={draft} />
        </div>
      )}
    </EditorFrame>
  );
}
