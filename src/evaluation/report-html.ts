import { other } from '../classification/document-type.ts';
import type { EvaluatedFile, Evaluation } from './evaluation.ts';
import { type DrawnEvaluation, extractionOverview, extractionSection } from './extraction/report-section.ts';
import { escapeHtml, meter, percent } from './report-parts.ts';
import { plotCoverage, plotReliability } from './report-plots.ts';
import { reportStyle } from './report-style.ts';

/** Wrong answers shown a set; the JSON has them all. */
const errorsShown = 60;

/** The evaluation as one page that needs nothing from outside. */
export function renderReport(
  evaluations: readonly Evaluation[],
  extracted: readonly DrawnEvaluation[],
  title: string,
): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${reportStyle}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${evaluations.length === 0 ? '' : overview(evaluations)}
${extracted.length === 0 ? '' : extractionOverview(extracted.map(({ set }) => set))}
${evaluations.map(section).join('\n')}
${extracted.map(extractionSection).join('\n')}
</main></body></html>
`;
}

function overview(evaluations: readonly Evaluation[]): string {
  const rows = evaluations.map(
    (set) => `<tr><th scope="row"><a href="#${escapeHtml(set.name)}">${escapeHtml(set.name)}</a></th>
<td>${set.files}</td><td>${meter(set.accuracy)}${percent(set.accuracy)}</td>
<td>${set.accuracyInterval.map(percent).join(' – ')}</td><td>${percent(set.macroF1)}</td>
<td>${percent(set.otherRecall)}</td><td>${percent(set.falseOther)}</td>
<td>${set.ece.toFixed(3)}</td><td>${set.secondsPerFile.toFixed(2)}</td></tr>`,
  );
  return `<div class="scroll"><table><caption>All sets</caption><thead><tr><th scope="col">Set</th><th scope="col">Files</th>
<th scope="col">Accuracy</th><th scope="col">95 % interval</th><th scope="col">Macro F1</th><th scope="col">Other found</th>
<th scope="col">False other</th><th scope="col">Calibration error</th><th scope="col">s a file</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
}

function section(set: Evaluation): string {
  return `<section id="${escapeHtml(set.name)}"><h2>${escapeHtml(set.name)}</h2>
<div class="plots"><figure>${plotReliability(set.reliability)}<figcaption>Reliability: how often answers of a confidence
are right; the calibration error is ${set.ece.toFixed(3)}</figcaption></figure>
<figure>${plotCoverage(set.answers)}<figcaption>Accuracy of the surest share of the answers; the rest is left to
people</figcaption></figure></div>
${matrix(set)}
${perType(set)}
${errors(set.answers)}</section>`;
}

function matrix({ perType, confusion }: Evaluation): string {
  const types = perType.map((type) => type.documentType);
  const rare = [other, 'failed'].filter((label) =>
    Object.entries(confusion).some(([expected, row]) => expected === label || label in row),
  );
  const labels = [...types, ...rare];
  const head = labels.map((label) => `<th scope="col"><span>${escapeHtml(label)}</span></th>`).join('');
  const rows = labels.map((expected) => {
    const counts = confusion[expected] ?? {};
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const cells = labels.map((answered) => {
      const count = counts[answered] ?? 0;
      const share = total === 0 ? 0 : Math.round((count / total) * 100);
      const tone = expected === answered ? 'good' : 'bad';
      return `<td class="${tone}" style="--share:${share}%">${count || ''}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(expected)}</th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table class="matrix"><caption>Confusion: rows are what the file is, columns what was
answered</caption><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function perType(set: Evaluation): string {
  const rows = set.perType.map(
    (type) => `<tr><th scope="row">${escapeHtml(type.documentType)}</th><td>${type.support}</td>
<td>${percent(type.precision)}</td><td>${percent(type.recall)}</td><td>${meter(type.f1)}${percent(type.f1)}</td></tr>`,
  );
  return `<div class="scroll"><table><caption>Types</caption><thead><tr><th scope="col">Type</th><th scope="col">Files</th>
<th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">F1</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
}

function errors(answers: readonly EvaluatedFile[]): string {
  const wrong = answers
    .filter(({ answer, documentType }) => answer !== documentType)
    .toSorted((a, b) => b.confidence - a.confidence);
  const rows = wrong
    .slice(0, errorsShown)
    .map(({ file, documentType, answer, confidence, evidence, error }) => {
      const words = [...new Set(evidence?.slice(0, 6).map((item) => item.text))].join(' · ');
      return `<tr><th scope="row">${escapeHtml(file)}</th><td>${escapeHtml(documentType)}</td>
<td>${escapeHtml(answer ?? 'failed')}</td><td>${answer ? confidence.toFixed(2) : ''}</td>
<td>${escapeHtml(error ?? words)}</td></tr>`;
    });
  const shown = wrong.length > errorsShown ? `, the ${errorsShown} surest` : '';
  return `<details><summary>${wrong.length} wrong answers${shown}</summary><div class="scroll"><table><thead><tr>
<th scope="col">File</th><th scope="col">Is</th><th scope="col">Answered</th><th scope="col">Confidence</th>
<th scope="col">Words that spoke for it</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
}
