import { useEffect } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type { Evaluation, EvaluationSet, EvaluationSummary } from '../../http/v2/evaluation-schemas.ts';
import { announce } from '../announce.ts';
import { type Page as ListPage, messageOf, post } from '../api.ts';
import { formatShare, formatTime, plural } from '../format.ts';
import { ComparedEvaluations, EvaluationResult } from '../parts/evaluation-result.tsx';
import { EvaluationSets } from '../parts/evaluation-sets.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { Empty, Failed, Loading } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { changeQuery } from '../router.ts';
import { isRunning, useEvaluation } from '../use-evaluation.ts';
import { useResource } from '../use-resource.ts';

const lookMs = 1_000;

/** How right a classification answers files whose types are known. */
export function EvaluationPage({ query }: { readonly query: URLSearchParams }) {
  const all = useResource<ListPage<Classification>>('/classifications?limit=500');
  const wanted = query.get('classification') ?? all.data?.items[0]?.id;
  const classification = useResource<Classification>(wanted && `/classifications/${wanted}`);
  const sets = useResource<{ items: readonly EvaluationSet[] }>(
    wanted && `/evaluation-sets?classificationId=${wanted}`,
    { keep: true },
  );
  const items = sets.data?.items ?? [];
  const set = items.find(({ id }) => id === query.get('set')) ?? items[0];
  const waiting = (set?.waiting ?? 0) > 0;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(sets.reload, lookMs);
    return () => clearInterval(timer);
  }, [waiting, sets.reload]);
  const error = all.error ?? classification.error ?? sets.error;
  if (error !== undefined) {
    return (
      <FailedPage error={error} back={{ href: '/evaluation', text: 'Evaluation' }} onRetry={all.reload} />
    );
  }
  if (all.data === undefined) return <Loading />;
  if (wanted === undefined) {
    return (
      <Page title="Evaluation">
        <Empty title="Nothing to evaluate yet">
          <p>Make a classification first; then see here how right it answers.</p>
          <a class="button primary" href="/classifications">
            Classifications
          </a>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title="Evaluation" wide lead="How right the answers are, on files whose types are known.">
      <search class="filters">
        <label>
          Classification
          <select
            value={wanted}
            onChange={(event) =>
              changeQuery({
                classification: event.currentTarget.value,
                set: undefined,
                evaluation: undefined,
              })
            }
          >
            {all.data.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </search>
      {classification.data === undefined || sets.data === undefined ? (
        <Loading />
      ) : (
        <>
          <EvaluationSets
            classification={classification.data}
            sets={items}
            current={set}
            onChanged={sets.reload}
          />
          {set && (
            <Evaluations
              key={set.id}
              set={set}
              classification={classification.data}
              query={query}
              onClassification={classification.set}
            />
          )}
        </>
      )}
    </Page>
  );
}

type EvaluationsProps = {
  readonly set: EvaluationSet;
  readonly classification: Classification;
  readonly query: URLSearchParams;
  readonly onClassification: (changed: Classification) => void;
};

function Evaluations({ set, classification, query, onClassification }: EvaluationsProps) {
  const list = useResource<ListPage<Evaluation>>(`/evaluations?setId=${set.id}&limit=100`, { keep: true });
  const evaluations = list.data?.items ?? [];
  const current = query.get('evaluation') ?? evaluations[0]?.id;
  const { data: evaluation, error } = useEvaluation(current, list.reload);
  const run = async () => {
    try {
      const begun = await post<Evaluation>('/evaluations', { setId: set.id });
      changeQuery({ evaluation: begun.id, with: undefined, expected: undefined, answer: undefined });
      list.reload();
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  const finished = evaluations.filter(({ state, id }) => state === 'finished' && id !== current);
  const other = finished.find(({ id }) => id === query.get('with'));
  return (
    <>
      <div class="filters">
        <button type="button" class="primary" disabled={set.files === 0 || set.waiting > 0} onClick={run}>
          Evaluate version {classification.version}
        </button>
        {evaluations.length > 0 && (
          <Choice
            label="Evaluation"
            value={current ?? ''}
            evaluations={evaluations}
            onChange={(id) => changeQuery({ evaluation: id, expected: undefined, answer: undefined })}
          />
        )}
        {finished.length > 0 && (
          <Choice
            label="Compare with"
            value={other?.id ?? ''}
            evaluations={finished}
            empty="nothing"
            onChange={(id) => changeQuery({ with: id })}
          />
        )}
      </div>
      {error !== undefined && <Failed error={error} />}
      {evaluation && isRunning(evaluation) && <Running evaluation={evaluation} />}
      {evaluation?.state === 'failed' && <Failed error={evaluation.error} />}
      {evaluation?.state === 'cancelled' && <p class="quiet">This evaluation was stopped.</p>}
      {evaluation?.summary && (
        <>
          {other && <ComparedEvaluations evaluation={evaluation} other={other.id} />}
          <EvaluationResult
            key={evaluation.id}
            evaluation={evaluation as Evaluation & { readonly summary: EvaluationSummary }}
            classification={classification}
            reviewed={set.source === 'corrections'}
            query={query}
            onClassification={onClassification}
          />
        </>
      )}
    </>
  );
}

function Running({ evaluation: { id, answered, files } }: { readonly evaluation: Evaluation }) {
  return (
    <p class="running">
      <progress max={files} value={answered} aria-label="Files answered" />
      <span class="number">
        {answered} of {plural(files, 'file')}
      </span>
      <button type="button" onClick={() => post(`/evaluations/${id}/cancel`, {})}>
        Stop
      </button>
    </p>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly evaluations: readonly Evaluation[];
  readonly empty?: string;
  readonly onChange: (id: string) => void;
};

function Choice({ label, value, evaluations, empty, onChange }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {empty && <option value="">{empty}</option>}
        {evaluations.map(({ id, version, createdAt, summary, automatic }) => (
          <option key={id} value={id}>
            Version {version}, {formatTime(createdAt)}
            {summary && `: ${formatShare(summary.accuracy)}`}
            {automatic && ' (guard)'}
          </option>
        ))}
      </select>
    </label>
  );
}
