import type { Box } from '../../reading/document.ts';
import { escapeHtml, meter, percent } from '../report-parts.ts';
import { plotReliability } from '../report-plots.ts';
import type { ExtractionEvaluation } from './evaluate-extraction.ts';
import type { Miss } from './metrics.ts';
import type { MissPicture } from './miss-pictures.ts';

/** Wrong answers shown a set; the JSON has them all. */
export const missesShown = 60;

export type DrawnEvaluation = {
  readonly set: ExtractionEvaluation;
  readonly pictures: ReadonlyMap<Miss, readonly MissPicture[]>;
};

/** The surest wrong answers first, then what was not answered. */
export function worstMisses(set: ExtractionEvaluation): readonly Miss[] {
  return set.misses.toSorted((a, b) => (b.confidence ?? -1) - (a.confidence ?? -1)).slice(0, missesShown);
}

export function extractionOverview(sets: readonly ExtractionEvaluation[]): string {
  const rows = sets.map(
    ({ name, files, score, interval, items, millisecondsAPage, invented }) =>
      `<tr><th scope="row"><a href="#${escapeHtml(name)}">${escapeHtml(name)}</a></th><td>${files}</td>
<td>${meter(score.f1)}${percent(score.f1)}</td><td>${interval.map(percent).join(' – ')}</td>
<td>${percent(score.precision)}</td><td>${percent(score.recall)}</td>
<td>${items === undefined ? '' : `${items.rowsRight} of ${items.rows}`}</td>
<td>${millisecondsAPage.toFixed(0)}</td><td>${invented.length}</td></tr>`,
  );
  return `<div class="scroll"><table><caption>Extraction: all sets</caption><thead><tr><th scope="col">Set</th>
<th scope="col">Files</th><th scope="col">Micro F1</th><th scope="col">90 % interval</th><th scope="col">Precision</th>
<th scope="col">Recall</th><th scope="col">Rows right</th><th scope="col">ms a page</th><th scope="col">Invented</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
}

export function extractionSection({ set, pictures }: DrawnEvaluation): string {
  const bins = set.calibration
    .filter(({ count }) => count > 0)
    .map(({ count, confidence, right }) => ({ count, confidence, accuracy: right }));
  return `<section id="${escapeHtml(set.name)}"><h2>${escapeHtml(set.name)}</h2>
<div class="plots"><figure>${plotReliability(bins)}<figcaption>Reliability: how often values of a confidence are
right</figcaption></figure></div>
${byField(set)}${misses(set, pictures)}${unreadable(set)}</section>`;
}

function byField(set: ExtractionEvaluation): string {
  const rows = set.byField.map(
    ({ field, right, wrong, missed, f1 }) =>
      `<tr><th scope="row">${escapeHtml(field)}</th><td>${right}</td><td>${wrong}</td><td>${missed}</td>
<td>${meter(f1)}${percent(f1)}</td></tr>`,
  );
  return `<div class="scroll"><table><caption>Fields</caption><thead><tr><th scope="col">Field</th><th scope="col">Right</th>
<th scope="col">Wrong</th><th scope="col">Missed</th><th scope="col">F1</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function misses(set: ExtractionEvaluation, pictures: DrawnEvaluation['pictures']): string {
  const shown = worstMisses(set);
  const rest = set.misses.length > shown.length ? `, ${shown.length} of them, the surest first` : '';
  return `<details open><summary>${set.misses.length} wrong or missing values${rest}</summary>
<p class="legend"><span class="given">given</span> <span class="right">right</span></p>
<ul class="misses">${shown.map((miss) => missItem(miss, pictures.get(miss) ?? [])).join('')}</ul></details>`;
}

function missItem(miss: Miss, pictures: readonly MissPicture[]): string {
  const given =
    miss.answer === undefined
      ? 'nothing'
      : `<b>${escapeHtml(miss.answer)}</b> (${(miss.confidence ?? 0).toFixed(2)})`;
  return `<li><p><b>${escapeHtml(miss.field)}</b> · ${escapeHtml(miss.file)}<br>given ${given}, right
<b>${escapeHtml(truthText(miss.expected))}</b> · ${causeOf(miss)}</p>${pictures.map(picture).join('')}</li>`;
}

function truthText(expected: unknown): string {
  if (expected === undefined || expected === null || expected === '') return 'nothing';
  return Array.isArray(expected) ? expected.map(String).join(' / ') : String(expected);
}

/** What a person would look for first. */
function causeOf(miss: Miss): string {
  if (truthText(miss.expected) === 'nothing') return 'the document has no such value';
  if (miss.right.length === 0) return 'not read as one stretch of words, or misread';
  return miss.answer === undefined ? 'read, and not chosen' : 'read, and another was chosen';
}

/** In the units of the page, so that words without a picture keep their places at every width. */
function picture({ page, width, height, crop, given, right, image, words }: MissPicture): string {
  const place = ([left, top, wide, high]: Box) =>
    `x="${round(left * width)}" y="${round(top * height)}" width="${round(wide * width)}" height="${round(high * height)}"`;
  const frame = (name: string) => (box: Box) =>
    `<rect class="${name}" ${place(box)} vector-effect="non-scaling-stroke"/>`;
  const ground =
    image === undefined
      ? words.map((word) => wordText(word.text, word.box, width, height)).join('')
      : `<image ${place(crop)} preserveAspectRatio="none" href="${image}"/>`;
  const view = [crop[0] * width, crop[1] * height, crop[2] * width, crop[3] * height].map(round).join(' ');
  return `<svg class="crop" viewBox="${view}" role="img" aria-label="Part of page ${page}">${ground}${right
    .map(frame('right'))
    .join('')}${given.map(frame('given')).join('')}</svg>`;
}

function wordText(text: string, [left, top, wide, high]: Box, width: number, height: number): string {
  return `<text x="${round(left * width)}" y="${round((top + 0.8 * high) * height)}" textLength="${round(wide * width)}" lengthAdjust="spacingAndGlyphs" style="font-size:${round(0.9 * high * height)}px">${escapeHtml(text)}</text>`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

function unreadable(set: ExtractionEvaluation): string {
  if (set.unreadable.length === 0) return '';
  const rows = set.unreadable.map((text) => `<li>${escapeHtml(text)}</li>`);
  return `<details><summary>${set.unreadable.length} files could not be read</summary><ul>${rows.join('')}</ul></details>`;
}
