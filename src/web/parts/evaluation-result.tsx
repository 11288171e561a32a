import { useState } from 'preact/hooks';
import type { Classification } from '../../http/v2/definition-schemas.ts';
import type {
  Comparison,
  Evaluation,
  EvaluationAnswer,
  EvaluationSummary,
} from '../../http/v2/evaluation-schemas.ts';
import { announce } from '../announce.ts';
import { ask, messageOf, urlOf } from '../api.ts';
import { formatConfidence, formatShare, plural } from '../format.ts';
import { usePages } from '../use-pages.ts';
import { useResource } from '../use-resource.ts';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { Failed, Loading } from './notice.tsx';
import { PagedRows } from './paged-rows.tsx';
import { CoveragePlot, ReliabilityPlot } from './plots.tsx';
import { ChangedFiles } from './worse-notice.tsx';

type EvaluationResultProps = {
  readonly evaluation: Evaluation & { readonly summary: EvaluationSummary };
  readonly classification: Classification;
  /** Files of a set of corrections stand in review; uploaded ones are looked at as they came. */
  readonly reviewed: boolean;
  readonly query: URLSearchParams;
  readonly onClassification: (changed: Classification) => void;
};

export function EvaluationResult(props: EvaluationResultProps) {
  const { evaluation, classification, reviewed, query, onClassification } = props;
  const { summary } = evaluation;
  const saved = classification.settings.reviewThreshold ?? 0.5;
  const [threshold, setThreshold] = useState(saved);
  const chosen = { expected: query.get('expected'), answer: query.get('answer') };
  const hrefOf = (expected: string, answer: string) =>
    `/evaluation?${new URLSearchParams({ ...Object.fromEntries(query), evaluation: evaluation.id, expected, answer })}`;
  const save = async () => {
    try {
      const { id, revision, settings } = classification;
      const body = { revision, settings: { ...settings, reviewThreshold: threshold } };
      onClassification(await ask<Classification>(`/classifications/${id}`, { method: 'PATCH', body }));
      announce(`Answers below ${formatShare(threshold)} ask for review from here on`);
    } catch (error) {
      announce(messageOf(error));
    }
  };
  return (
    <>
      <Figures summary={summary} />
      <ConfusionMatrix confusion={summary.confusion} hrefOf={hrefOf} chosen={chosen} />
      {chosen.expected && chosen.answer && (
        <AnsweredFiles
          evaluationId={evaluation.id}
          expected={chosen.expected}
          answer={chosen.answer}
          reviewed={reviewed}
        />
      )}
      <div class="plots">
        <ReliabilityPlot {...summary} />
        <CoveragePlot
          coverage={summary.coverage}
          threshold={threshold}
          saved={saved}
          onThreshold={setThreshold}
          onSave={save}
        />
      </div>
      <TypeTable types={summary.types} />
    </>
  );
}

function Figures({ summary }: { readonly summary: EvaluationSummary }) {
  const [low = 0, high = 1] = summary.accuracyInterval;
  const figures = [
    [
      'Right',
      formatShare(summary.accuracy),
      `of files that belong to a type; 95 % interval ${formatShare(low)} to ${formatShare(high)}`,
    ],
    ['Macro-F1', formatShare(summary.macroF1), 'every type counts the same'],
    ['Calibration error', formatShare(summary.calibrationError), 'how far confidence is off'],
    ['Taken for “other”', formatShare(summary.falseOther), 'of files that belong to a type'],
    ['Time', `${Math.round(summary.millisecondsPerFile)} ms`, 'for an answer, once a file is read'],
  ] as const;
  return (
    <dl class="measures">
      {figures.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong> <span class="quiet">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

type AnsweredFilesProps = {
  readonly evaluationId: string;
  readonly expected: string;
  readonly answer: string;
  readonly reviewed: boolean;
};

function AnsweredFiles({ evaluationId, expected, answer, reviewed }: AnsweredFilesProps) {
  const pages = usePages<EvaluationAnswer>(
    `/evaluations/${evaluationId}/answers?${new URLSearchParams({ expected, answer })}`,
  );
  return (
    <section aria-label={`${expected} answered ${answer}`}>
      <h2>
        {expected} answered {answer}
      </h2>
      <PagedRows pages={pages} kind="answered">
        {({ fileId, name, confidence }) => (
          <li key={fileId}>
            {reviewed ? (
              <a href={`/review?file=${fileId}`}>{name}</a>
            ) : (
              <a href={urlOf(`/files/${fileId}/original`)} download>
                {name}
              </a>
            )}
            <span class="number">{formatConfidence(confidence)}</span>
          </li>
        )}
      </PagedRows>
    </section>
  );
}

function TypeTable({ types }: Pick<EvaluationSummary, 'types'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="scrolls" aria-label="Types" tabIndex={0}>
      <table class="type-figures">
        <thead>
          <tr>
            {['Type', 'Precision', 'Recall', 'F1', 'Files'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {types.map(({ documentType, precision, recall, f1, support }) => (
            <tr key={documentType}>
              <th scope="row">{documentType}</th>
              {[precision, recall, f1].map((share, column) => (
                // Of a type without files nothing is known.
                <td key={column}>{support === 0 ? '–' : formatShare(share)}</td>
              ))}
              <td>{support}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Two versions on the same files. */
export function ComparedEvaluations({
  evaluation,
  other,
}: {
  readonly evaluation: Evaluation;
  readonly other: string;
}) {
  const { data, error } = useResource<Comparison>(`/evaluations/${evaluation.id}/comparison?with=${other}`);
  if (error !== undefined) return <Failed error={error} />;
  if (data === undefined) return <Loading />;
  const { files, better, worse, changed } = data;
  return (
    <section class={worse > better ? 'notice warn' : 'notice'} aria-label="Comparison">
      <div>
        <p>
          Of {plural(files, 'file')} that both answered, <strong>{better} better</strong> and{' '}
          <strong>{worse} worse</strong>.
        </p>
        <ChangedFiles changed={changed} />
      </div>
    </section>
  );
}
