import type { FileDetail } from '../../http/v2/detail-schemas.ts';
import { formatNumber } from '../format.ts';
import { FileFacts } from './answer-panel.tsx';
import { Values, type ValuesByHand } from './values.tsx';

type ValuesPanelProps = {
  readonly file: FileDetail;
  readonly active: string | undefined;
  readonly onActive: (key: string) => void;
  readonly byHand: ValuesByHand;
};

/** Of a file that was uploaded to a template: there is no type to decide, only values. */
export function ValuesPanel({ file, active, onActive, byHand }: ValuesPanelProps) {
  const { extraction } = file;
  if (extraction === undefined) return null;
  const { values, missing, confirmed } = extraction;
  const found = `${formatNumber(values.length)} found, ${formatNumber(missing.length)} not`;
  return (
    <section class="answer" aria-label="Answer">
      <header class="verdict">
        <p class="quiet">Extracted by</p>
        <h2>{extraction.templateName}</h2>
        <p>{confirmed ? `${found}; confirmed by ${confirmed.by}` : found}</p>
      </header>
      <Values extraction={extraction} byHand={byHand} active={active} onActive={onActive} isAll />
      <FileFacts file={file} />
    </section>
  );
}
