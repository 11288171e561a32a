import { useState } from 'preact/hooks';
import type { DocumentType } from '../../http/v2/definition-schemas.ts';
import type { FileDetail } from '../../http/v2/detail-schemas.ts';
import { urlOf } from '../api.ts';
import { formatBytes, formatConfidence, formatTime } from '../format.ts';
import { EvidenceList } from './evidence-list.tsx';
import { Ranking } from './ranking.tsx';
import { Values, type ValuesByHand } from './values.tsx';

type AnswerPanelProps = {
  readonly file: FileDetail;
  readonly types: readonly DocumentType[];
  readonly active: string | undefined;
  readonly onActive: (key: string) => void;
  readonly onDecide: (documentType: string | undefined) => void;
  readonly byHand: ValuesByHand;
};

export function AnswerPanel({ file, types, active, onActive, onDecide, byHand }: AnswerPanelProps) {
  const predicted = file.ranking[0];
  const { correction } = file;
  const changed = correction !== undefined && correction.predictedType !== file.documentType;
  return (
    <section class="answer" aria-label="Answer">
      <header class={file.needsReview ? 'verdict unsure' : 'verdict'}>
        <p class="quiet">{changed ? 'Corrected to' : correction ? 'Confirmed as' : 'This is'}</p>
        <h2>{file.documentType ?? 'not read yet'}</h2>
        {correction ? (
          <p class="quiet">
            by {correction.by}, {formatTime(correction.at)}
            {changed &&
              `; it was taken for ${correction.predictedType} (${formatConfidence(correction.predictedConfidence)})`}
          </p>
        ) : (
          predicted && <p>{sureness(file)}</p>
        )}
      </header>
      <div class="decide">
        <button type="button" class="primary" onClick={() => onDecide(undefined)}>
          {correction ? 'Keep' : 'Confirm'} <kbd>Enter</kbd>
        </button>
        <OtherType types={types} current={file.documentType} onDecide={onDecide} />
      </div>
      {file.extraction && (
        <Values extraction={file.extraction} byHand={byHand} active={active} onActive={onActive} />
      )}
      <h3>It could be</h3>
      <Ranking ranking={file.ranking} chosen={file.documentType} onChoose={onDecide} />
      <h3>Because of</h3>
      <EvidenceList evidence={file.evidence} borrowed={file.borrowed} active={active} onActive={onActive} />
      <FileFacts file={file} />
    </section>
  );
}

/** What the reading remarked, and where the original is. */
export function FileFacts({ file }: { file: FileDetail }) {
  return (
    <>
      {file.warnings.length > 0 && (
        <>
          <h3>Please note</h3>
          <ul class="warnings">
            {file.warnings.map(({ code, message }) => (
              <li key={code + message}>{message}</li>
            ))}
          </ul>
        </>
      )}
      <footer class="quiet">
        {file.mediaType} · {formatBytes(file.bytes)} ·{' '}
        <a href={urlOf(`/files/${file.id}/original`)} download>
          original
        </a>
      </footer>
    </>
  );
}

function sureness({ confidence = 0, ranking }: FileDetail): string {
  const [, second] = ranking;
  const sure = `${formatConfidence(confidence)} sure`;
  if (second === undefined || second.confidence < 0.05) return sure;
  return `${sure}; ${second.documentType} is next with ${formatConfidence(second.confidence)}`;
}

type OtherTypeProps = {
  readonly types: readonly DocumentType[];
  readonly current: string | undefined;
  readonly onDecide: (documentType: string) => void;
};

function OtherType({ types, current, onDecide }: OtherTypeProps) {
  const [chosen, setChosen] = useState('');
  return (
    <label>
      <span class="hidden">Correct type</span>
      <select
        value={chosen}
        onChange={(event) => {
          setChosen('');
          onDecide(event.currentTarget.value);
        }}
      >
        <option value="">It is something else …</option>
        {[...types.map(({ name }) => name), 'other']
          .filter((name) => name !== current)
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
}
