import type { Extraction } from '../../http/v2/detail-schemas.ts';
import { formatTime } from '../format.ts';
import { ValueList, type ValueListProps } from './value-list.tsx';

export type ValuesByHand = {
  /** The path that is being written. */
  readonly writing: string | undefined;
  readonly onWriting: (path: string | undefined) => void;
  readonly onWrite: (path: string, text: string) => void;
  readonly onWithdraw: () => void;
  readonly onConfirm: () => void;
};

type ValuesProps = Pick<ValueListProps, 'active' | 'onActive'> & {
  readonly extraction: Extraction;
  readonly byHand: ValuesByHand;
  /** There is nothing else to decide on the file. */
  readonly isAll?: boolean;
};

/** What the template that the type links to found: to look at, to write, to confirm. */
export function Values({ extraction, byHand, active, onActive, isAll }: ValuesProps) {
  const { templateId, templateName, state, values, missing, checks, confirmed } = extraction;
  const { writing, onWriting, onWrite, onWithdraw, onConfirm } = byHand;
  const hasEdits = values.some(({ edited }) => edited);
  return (
    <section aria-label="Values" class="extraction">
      <h3>
        Values by <a href={`/templates/${templateId}`}>{templateName}</a>
      </h3>
      {state === 'waiting' && <p class="quiet">Being extracted …</p>}
      {state === 'failed' && (
        <p class="field-error">The extraction failed. Operations tells why, and can retry it.</p>
      )}
      {state === 'processed' && (
        <>
          <ValueList {...{ values, missing, checks, active, onActive, writing, onWriting, onWrite }} />
          <div class="actions">
            {confirmed ? (
              <span class="state stored" title={`By ${confirmed.by}, ${formatTime(confirmed.at)}`}>
                ✓ values confirmed
              </span>
            ) : (
              <button type="button" class={isAll ? 'primary' : undefined} onClick={onConfirm}>
                Confirm values <kbd>{isAll ? 'Enter' : 'v'}</kbd>
              </button>
            )}
            {hasEdits && (
              <button type="button" class="plain" onClick={onWithdraw}>
                Take back what was written
              </button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
