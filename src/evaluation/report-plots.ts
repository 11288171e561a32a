import type { EvaluatedFile } from './evaluation.ts';
import type { ReliabilityBin } from './metrics.ts';

const size = 260;
const margin = 34;

const x = (share: number) => margin + share * (size - margin - 8);
const y = (share: number) => size - margin - share * (size - margin - 8);

/** Confidence against accuracy; on the diagonal the confidence means what it says. */
export function plotReliability(bins: readonly ReliabilityBin[]): string {
  const points = bins.map(({ confidence, accuracy }) => `${x(confidence)},${y(accuracy)}`);
  const dots = bins.map(
    ({ confidence, accuracy, count }) =>
      `<circle cx="${x(confidence)}" cy="${y(accuracy)}" r="4"><title>${count} answers at ${confidence.toFixed(2)}: ${accuracy.toFixed(2)} right</title></circle>`,
  );
  return frame(
    'Reliability plot',
    'confidence',
    'right',
    `<path class="ideal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/><polyline points="${points.join(' ')}"/>${dots.join('')}`,
  );
}

/** Accuracy of the answers above a confidence, against the share of the files that is above it. */
export function plotCoverage(answers: readonly EvaluatedFile[]): string {
  const sorted = answers
    .map(({ answer, documentType, confidence }) => ({ confidence, right: answer === documentType }))
    .sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  const points = sorted.map((item, index) => {
    if (item.right) right += 1;
    return `${x((index + 1) / sorted.length)},${y(right / (index + 1))}`;
  });
  return frame(
    'Accuracy against coverage',
    'share of files',
    'right',
    `<polyline points="${points.join(' ')}"/>`,
  );
}

function frame(title: string, xLabel: string, yLabel: string, content: string): string {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => `<path class="grid" d="M${x(share)} ${y(0)}V${y(1)}M${x(0)} ${y(share)}H${x(1)}"/>
<text x="${x(share)}" y="${size - 20}" text-anchor="middle">${share}</text>
<text x="${margin - 5}" y="${y(share) + 3}" text-anchor="end">${share}</text>`,
  );
  return `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${title}">${ticks.join('')}${content}
<text x="${size / 2}" y="${size - 5}" text-anchor="middle">${xLabel}</text>
<text x="9" y="${size / 2}" text-anchor="middle" transform="rotate(-90 9 ${size / 2})">${yLabel}</text></svg>`;
}
