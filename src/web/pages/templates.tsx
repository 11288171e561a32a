import type { Template } from '../../http/v2/definition-schemas.ts';
import { formatTime, plural } from '../format.ts';
import { makeTemplate } from '../make-template.ts';
import { DefinitionTabs } from '../parts/definition-tabs.tsx';
import { Empty } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { PagedRows } from '../parts/paged-rows.tsx';
import { usePages } from '../use-pages.ts';

export function TemplatesPage() {
  const pages = usePages<Template>('/templates');
  return (
    <Page
      title="Templates"
      lead="Each is a set of fields, taken from the files that you upload to it and from those of a type that links to it."
      actions={
        <button type="button" class="primary" onClick={makeTemplate}>
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
            <p>
              Name the fields that you want from a kind of document; then upload files to the template, or
              link a type to it.
            </p>
            <button type="button" class="primary" onClick={makeTemplate}>
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
