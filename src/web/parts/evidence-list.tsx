import type { Evidence } from '../../http/v2/schemas.ts';
import { evidenceKey } from '../marks.ts';

const origins: Readonly<Record<string, string>> = {
  name: 'the type’s name',
  uniqueWord: 'your word',
  description: 'the description',
  library: 'the library',
  example: 'a corrected file',
};

type EvidenceListProps = {
  readonly evidence: readonly Evidence[];
  readonly borrowed: readonly string[];
  readonly active?: string | undefined;
  readonly onActive?: (key: string) => void;
};

export function EvidenceList({ evidence, borrowed, active, onActive }: EvidenceListProps) {
  if (evidence.length === 0) {
    return <p class="quiet">No single word decided: nothing on the page speaks for one of the types.</p>;
  }
  return (
    <>
      <ul class="evidence">
        {evidence.map(({ text, term, origin }, index) => (
          <li key={index}>
            <button
              type="button"
              class={active === evidenceKey(index) ? 'active' : undefined}
              onClick={() => onActive?.(evidenceKey(index))}
              onMouseEnter={() => onActive?.(evidenceKey(index))}
              onFocus={() => onActive?.(evidenceKey(index))}
            >
              <q>{text}</q>
              <span class="quiet">
                {origins[origin] ?? origin}
                {term.toLowerCase() !== text.toLowerCase() && `: ${term}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {borrowed.length > 0 && (
        <p class="quiet">
          Words lent by the library: {borrowed.map((id) => id.replaceAll('-', ' ')).join(', ')}
        </p>
      )}
    </>
  );
}
