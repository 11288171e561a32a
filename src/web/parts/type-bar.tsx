import type { Batch } from '../../http/v2/schemas.ts';
import { formatNumber, plural } from '../format.ts';
import { tonesOf } from './tones.ts';

type Types = Batch['types'];

/** What the bar of a batch is made of: files of a template have no types, so it tells how many are done. */
export function partsOf({ templateId, types, counts: { processed } }: Batch): Types {
  if (templateId === undefined) return types;
  return processed === 0 ? [] : [{ documentType: 'processed', files: processed }];
}

/** What the files are, as one bar. Read aloud it is a sentence. */
export function TypeBar({
  types,
  waiting = 0,
  failed = 0,
}: {
  types: Types;
  waiting?: number;
  failed?: number;
}) {
  const total = types.reduce((sum, { files }) => sum + files, waiting + failed);
  const tones = tonesOf(types.map(({ documentType }) => documentType));
  const sentence = types.map(({ documentType, files }) => `${documentType} ${files}`).join(', ');
  return (
    <span class="type-bar" role="img" aria-label={sentence || 'no file is processed yet'}>
      {total > 0 &&
        types.map(({ documentType, files }) => (
          <span
            key={documentType}
            class={tones.get(documentType)}
            style={{ flexGrow: String(files) }}
            title={`${documentType}: ${plural(files, 'file')}`}
          />
        ))}
      {failed > 0 && (
        <span class="tone-failed" style={{ flexGrow: String(failed) }} title={`Failed: ${failed}`} />
      )}
      {waiting > 0 && (
        <span class="tone-waiting" style={{ flexGrow: String(waiting) }} title={`Waiting: ${waiting}`} />
      )}
    </span>
  );
}

type LegendProps = {
  readonly types: Types;
  readonly chosen: string | undefined;
  readonly onChoose: (documentType: string | undefined) => void;
};

/** The types as switches: one at a time narrows the list below. */
export function TypeLegend({ types, chosen, onChoose }: LegendProps) {
  const tones = tonesOf(types.map(({ documentType }) => documentType));
  return (
    <fieldset class="legend">
      <legend class="hidden">Show only one type</legend>
      {types.map(({ documentType, files }) => (
        <button
          key={documentType}
          type="button"
          aria-pressed={chosen === documentType}
          onClick={() => onChoose(chosen === documentType ? undefined : documentType)}
        >
          <span class={`dot ${tones.get(documentType)}`} aria-hidden="true" />
          {documentType} <span class="number">{formatNumber(files)}</span>
        </button>
      ))}
    </fieldset>
  );
}
