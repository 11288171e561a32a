import type { Evidence } from '../../http/v2/schemas.ts';

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
  readonly active: number | undefined;
  readonly onActive: (evidence: number | undefined) => void;
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
              class={active === index ? 'active' : undefined}
              onClick={() => onActive(index)}
              onMouseEnter={() => onActive(index)}
              onFocus={() => onActive(index)}
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
