import type { Template } from '../../http/v2/definition-schemas.ts';
import { announce } from '../announce.ts';
import { messageOf, post } from '../api.ts';
import { formatTime, plural } from '../format.ts';
import { DefinitionTabs } from '../parts/definition-tabs.tsx';
import { Empty } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { PagedRows } from '../parts/paged-rows.tsx';
import { navigate } from '../router.ts';
import { usePages } from '../use-pages.ts';

/** A template needs a field; these are what most papers have. */
const firstFields = [
  { key: 'date', description: 'Date of the document', type: 'date' },
  { key: 'total', description: 'Total amount', type: 'number' },
];

export function TemplatesPage() {
  const pages = usePages<Template>('/templates');
  const make = async () => {
    try {
      const made = await post<Template>('/templates', { name: 'New template', fields: firstFields });
      navigate(`/templates/${made.id}`);
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  return (
    <Page
      title="Templates"
      lead="Each is a set of fields; files of a type that links to it have them extracted."
      actions={
        <button type="button" class="primary" onClick={make}>
          New template
        </button>
      }
    >
      <DefinitionTabs current="/templates" />
      <PagedRows
        pages={pages}
        endless
        empty={
          <Empty title="No template yet">
            <p>Name the fields that you want from a kind of document, then link the type to the template.</p>
            <button type="button" class="primary" onClick={make}>
              Make the first
            </button>
          </Empty>
        }
      >
        {({ id, name, fields, updatedAt }) => (
          <li key={id}>
            <a class="classification-row" href={`/templates/${id}`}>
              <strong>{name}</strong>
              <span class="quiet">{fields.map(({ key }) => key.replaceAll('_', ' ')).join(' · ')}</span>
              <span class="facts quiet">
                {plural(fields.length, 'field')} · changed {formatTime(updatedAt)}
              </span>
            </a>
          </li>
        )}
      </PagedRows>
    </Page>
  );
}
