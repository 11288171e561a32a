import type { ComponentChildren } from 'preact';
import type { EvaluationSummary } from '../../http/v2/evaluation-schemas.ts';
import { formatShare, plural } from '../format.ts';

const size = 240;
const margin = 34;
const x = (share: number) => margin + share * (size - margin - 8);
const y = (share: number) => size - margin - share * (size - margin - 8);
const ticks = [0, 0.25, 0.5, 0.75, 1];

type PlotProps = {
  readonly label: string;
  readonly across: string;
  readonly up: string;
  readonly children: ComponentChildren;
};

function Plot({ label, across, up, children }: PlotProps) {
  return (
    <svg class="plot" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      {ticks.map((share) => (
        <g key={share}>
          <path class="grid" d={`M${x(share)} ${y(0)}V${y(1)}M${x(0)} ${y(share)}H${x(1)}`} />
          <text x={x(share)} y={size - 20} text-anchor="middle">
            {share}
          </text>
          <text x={margin - 5} y={y(share) + 3} text-anchor="end">
            {share}
          </text>
        </g>
      ))}
      {children}
      <text x={x(0.5)} y={size - 6} text-anchor="middle">
        {across}
      </text>
      <text x={9} y={y(0.5)} text-anchor="middle" transform={`rotate(-90 9 ${y(0.5)})`}>
        {up}
      </text>
    </svg>
  );
}

const pathOf = (points: readonly (readonly [number, number])[]) =>
  points.map(([across, up]) => `${x(across)},${y(up)}`).join(' ');

/** Whether answers given at 0.9 are right nine times in ten: on the diagonal they are. */
export function ReliabilityPlot({ reliability, calibrationError }: EvaluationSummary) {
  const points = reliability.map(({ confidence, accuracy }) => [confidence, accuracy] as const);
  const label = `Reliability: confidence and accuracy lie ${formatShare(calibrationError)} apart on average`;
  return (
    <figure>
      <figcaption>Is the confidence true?</figcaption>
      <Plot label={label} across="confidence" up="right">
        <path class="diagonal" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        <polyline class="line" points={pathOf(points)} />
        {points.map(([across, up], index) => (
          <circle key={index} cx={x(across)} cy={y(up)} r="3" />
        ))}
      </Plot>
      <details>
        <summary>Reliability in numbers</summary>
        <ul class="changes">
          {reliability.map(({ count, confidence, accuracy }, index) => (
            <li key={index}>
              {plural(count, 'file')} at {formatShare(confidence)}: {formatShare(accuracy)} right
            </li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

type CoveragePlotProps = {
  readonly coverage: EvaluationSummary['coverage'];
  readonly threshold: number;
  readonly saved: number;
  readonly onThreshold: (threshold: number) => void;
  readonly onSave: () => void;
};

/** What a review threshold buys: the handle moves along the curve. */
export function CoveragePlot({ coverage, threshold, saved, onThreshold, onSave }: CoveragePlotProps) {
  const at = coverage.reduce((best, point) =>
    Math.abs(point.threshold - threshold) < Math.abs(best.threshold - threshold) ? point : best,
  );
  const sentence = `Below ${formatShare(at.threshold)} a person looks: ${formatShare(at.coverage)} of the files need none, and ${formatShare(at.accuracy)} of these are right.`;
  return (
    <figure>
      <figcaption>How much must a person look at?</figcaption>
      <Plot label={`Accuracy against coverage. ${sentence}`} across="share without review" up="right">
        <polyline
          class="line"
          points={pathOf(coverage.map((point) => [point.coverage, point.accuracy] as const))}
        />
        <circle class="handle" cx={x(at.coverage)} cy={y(at.accuracy)} r="6" />
      </Plot>
      <label class="threshold">
        Review threshold <span class="number">{formatShare(at.threshold)}</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={threshold}
          aria-valuetext={sentence}
          onInput={(event) => onThreshold(Number(event.currentTarget.value))}
        />
      </label>
      <p role="status">{sentence}</p>
      <button type="button" disabled={Math.abs(saved - threshold) < 0.001} onClick={onSave}>
        Use this threshold
      </button>
    </figure>
  );
}
