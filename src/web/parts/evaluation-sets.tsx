import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { EvaluationSet } from '../../http/v2/evaluation-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, post } from '../api.ts';
import { plural } from '../format.ts';
import { changeQuery } from '../router.ts';
import { LabelledUploader } from './labelled-uploader.tsx';
import { Empty } from './notice.tsx';

type EvaluationSetsProps = {
  readonly classification: Classification;
  readonly sets: readonly EvaluationSet[];
  readonly current: EvaluationSet | undefined;
  readonly onChanged: () => void;
};

/** Which files answers are measured on: choose a set, or make one. */
export function EvaluationSets({ classification, sets, current, onChanged }: EvaluationSetsProps) {
  const make = async (source: EvaluationSet['source'], name: string) => {
    try {
      const body = { classificationId: classification.id, name, source };
      const made = await post<EvaluationSet>('/evaluation-sets', body);
      changeQuery({ set: made.id, evaluation: undefined, expected: undefined, answer: undefined });
      onChanged();
    } catch (error) {
      announce(messageOf(error));
    }
  };
  const remove = async ({ id, name }: EvaluationSet) => {
    if (!confirm(`Delete "${name}" with its evaluations?`)) return;
    await ask(`/evaluation-sets/${id}`, { method: 'DELETE' });
    changeQuery({ set: undefined, evaluation: undefined });
    onChanged();
  };
  const makers = (
    <>
      <button type="button" onClick={() => make('corrections', 'What people decided')}>
        Use what people decided
      </button>
      <button type="button" onClick={() => make('upload', `Files of ${new Date().toLocaleDateString()}`)}>
        Upload files with their types
      </button>
    </>
  );
  if (current === undefined) {
    return (
      <Empty title="Measure it on your own files">
        <p>
          A set is files whose types are known: those that people confirmed or corrected, or a folder that you
          sorted. From then on, changes that answer it worse are not taken silently.
        </p>
        <div class="actions">{makers}</div>
      </Empty>
    );
  }
  return (
    <section class="evaluation-set" aria-label="Evaluation set">
      <div class="filters">
        <label>
          Set
          <select
            value={current.id}
            onChange={(event) => changeQuery({ set: event.currentTarget.value, evaluation: undefined })}
          >
            {sets.map(({ id, name, files }) => (
              <option key={id} value={id}>
                {name} ({plural(files, 'file')})
              </option>
            ))}
          </select>
        </label>
        {makers}
        <button type="button" onClick={() => remove(current)}>
          Delete this set
        </button>
      </div>
      {current.waiting > 0 && <p class="quiet">{plural(current.waiting, 'file')} being read …</p>}
      {current.source === 'upload' && (
        <LabelledUploader
          path={`/evaluation-sets/${current.id}/files`}
          types={classification.documentTypes.map(({ name }) => name)}
          onDone={onChanged}
        />
      )}
      {current.guards && (
        <p class="quiet">
          This set guards the classification: types that answer it worse are saved only when you say so.
        </p>
      )}
    </section>
  );
}
