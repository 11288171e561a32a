import type { DocumentType, Template } from '../../http/v2/definition-schemas.ts';
import { plural } from '../format.ts';
import { WordChips } from './word-chips.tsx';

type TypeCardProps = {
  readonly type: DocumentType;
  readonly templates: readonly Template[];
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly onChange: (type: DocumentType) => void;
  readonly onRemove: () => void;
};

export function TypeCard({ type, templates, open, onToggle, onChange, onRemove }: TypeCardProps) {
  return (
    <li class="type-card">
      <details open={open} onToggle={(event) => event.currentTarget.open !== open && onToggle(!open)}>
        <summary>
          <strong>{type.name || 'New type'}</strong>
          <span class="quiet">{plural(type.uniqueWords.length, 'word')}</span>
        </summary>
        <div class="type-fields">
          <label>
            Name
            <input
              value={type.name}
              maxLength={200}
              onInput={(event) => onChange({ ...type, name: event.currentTarget.value })}
            />
          </label>
          <label>
            Description
            <textarea
              rows={2}
              value={type.description}
              maxLength={5_000}
              placeholder="What such documents are, in a sentence"
              onInput={(event) => onChange({ ...type, description: event.currentTarget.value })}
            />
          </label>
          <WordChips
            words={type.uniqueWords}
            onChange={(uniqueWords) => onChange({ ...type, uniqueWords })}
          />
          <TemplateLink type={type} templates={templates} onChange={onChange} />
          <button type="button" class="plain bad" onClick={onRemove}>
            Remove this type
          </button>
        </div>
      </details>
    </li>
  );
}

type TemplateLinkProps = Pick<TypeCardProps, 'type' | 'templates' | 'onChange'>;

function TemplateLink({ type, templates, onChange }: TemplateLinkProps) {
  const { extractionId, ...unlinked } = type;
  const known = templates.some(({ id }) => id === extractionId);
  return (
    <label>
      Extract with
      <select
        value={extractionId ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange(value ? { ...unlinked, extractionId: value } : unlinked)
        }
      >
        <option value="">no template: only tell the type</option>
        {extractionId !== undefined && !known && <option value={extractionId}>{extractionId}</option>}
        {templates.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
