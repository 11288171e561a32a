import { formatConfidence } from '../format.ts';

type RankingProps = {
  readonly ranking: readonly { readonly documentType: string; readonly confidence: number }[];
  readonly chosen?: string | undefined;
  /** Absent: only to look at. */
  readonly onChoose?: (documentType: string) => void;
};

/** Nobody reads further; and nine have a key. */
const shownMax = 6;

export function Ranking({ ranking, chosen, onChoose }: RankingProps) {
  return (
    <ol class="ranking">
      {ranking.slice(0, shownMax).map(({ documentType, confidence }, index) => {
        const row = (
          <>
            {onChoose && <span class="key keys-hint">{index + 1}</span>}
            <span class="name">{documentType}</span>
            <span class="meter" aria-hidden="true">
              <span style={{ width: `${confidence * 100}%` }} />
            </span>
            <span class="number">{formatConfidence(confidence)}</span>
          </>
        );
        return (
          <li key={documentType} class={documentType === chosen ? 'chosen' : undefined}>
            {onChoose ? (
              <button
                type="button"
                title={`Say that it is ${documentType}`}
                onClick={() => onChoose(documentType)}
              >
                {row}
              </button>
            ) : (
              <span class="row">{row}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
