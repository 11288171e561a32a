import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import { formatTime, plural } from '../format.ts';
import { DefinitionTabs } from '../parts/definition-tabs.tsx';
import { LibraryDialog } from '../parts/library-dialog.tsx';
import { Empty } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { PagedRows } from '../parts/paged-rows.tsx';
import { navigate } from '../router.ts';
import { usePages } from '../use-pages.ts';

export function ClassificationsPage() {
  const pages = usePages<Classification>('/classifications');
  const [making, setMaking] = useState(false);
  return (
    <Page
      title="Classifications"
      lead="Each is a set of document types that files are told apart by."
      actions={
        <button type="button" class="primary" onClick={() => setMaking(true)}>
          New classification
        </button>
      }
    >
      <DefinitionTabs current="/classifications" />
      <PagedRows
        pages={pages}
        endless
        empty={
          <Empty title="No classification yet">
            <p>Take the common types from the library, then add the words of your own documents.</p>
            <button type="button" class="primary" onClick={() => setMaking(true)}>
              Make the first
            </button>
          </Empty>
        }
      >
        {(classification) => <ClassificationRow key={classification.id} classification={classification} />}
      </PagedRows>
      {making && (
        <LibraryDialog
          onClose={() => setMaking(false)}
          onMade={({ id }) => navigate(`/classifications/${id}`)}
        />
      )}
    </Page>
  );
}

const namesMax = 8;

function ClassificationRow({ classification }: { classification: Classification }) {
  const { id, name, documentTypes, updatedAt } = classification;
  const names = documentTypes.slice(0, namesMax).map((type) => type.name);
  return (
    <li>
      <a class="classification-row" href={`/classifications/${id}`}>
        <strong>{name}</strong>
        <span class="quiet">
          {names.join(' · ')}
          {documentTypes.length > namesMax && ` and ${documentTypes.length - namesMax} more`}
        </span>
        <span class="facts quiet">
          {plural(documentTypes.length, 'type')} · changed {formatTime(updatedAt)}
        </span>
      </a>
    </li>
  );
}
