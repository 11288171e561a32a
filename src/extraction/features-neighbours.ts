import type { Candidate } from './candidate.ts';
import { hasLegalForm } from './candidates/names.ts';
import { nextLine } from './candidates/texts.ts';
import type { Prepared } from './gather.ts';
import { type LabelIndex, standsOut } from './labels.ts';
import type { Segment } from './layout.ts';

/** What stands at the edges of a candidate, and which labels it swallows. */
export function describeNeighbours(
  prepared: Prepared,
  index: LabelIndex,
  candidate: Candidate,
): Record<string, number> {
  const inLines = [...new Set(candidate.tokens.map((token) => token.segment))];
  let inLabel = 0;
  let labelled = 0;
  let asked = 0;
  const own = new Set(candidate.tokens.map((token) => token.index));
  for (const line of inLines) {
    const { tokens } = prepared.layout.segments[line]!;
    for (const label of index.knownBySegment.get(line) ?? []) {
      const [isStart, isEnd] = [own.has(tokens[label.start]!.index), own.has(tokens[label.end]!.index)];
      const isCut = inLines.length === 1 && label.start <= candidate.start && candidate.end <= label.end;
      if (isCut && !(isStart && isEnd)) inLabel = 1;
      if (!isStart || !isEnd) continue;
      const words = label.end - label.start + 1;
      labelled += words;
      if (label.isAsked) asked += words;
    }
  }
  const lastLine = prepared.layout.segments[inLines.at(-1)!]!;
  const below = nextLine(prepared.layout, lastLine);
  const end = candidate.tokens.at(-1)!.index - lastLine.tokens[0]!.index;
  const endsLine = end === lastLine.tokens.length - 1;
  const nextIsLabel = (index.knownBySegment.get(lastLine.index) ?? []).some(
    (label) => label.start === end + 1 && standsOut(lastLine, label),
  );
  const goesOn =
    endsLine &&
    below !== undefined &&
    below.top - lastLine.bottom < 0.7 &&
    below.after === undefined &&
    (index.knownBySegment.get(below.index)?.[0]?.start ?? 1) > 0 &&
    !/\p{L}:/u.test(below.text);
  return {
    legalBelow: goesOn && !hasLegalForm(candidate.text) && isLegalTail(below!.text) ? 1 : 0,
    // `Gültig` of "Gültig bis".
    inLabel,
    continuesLine: continuesLine(prepared, candidate) ? 1 : 0,
    labelShare: labelled / candidate.tokens.length,
    askedShare: asked / candidate.tokens.length,
    inItems: index.itemRows.has(lastLine.row) ? 1 : 0,
    naturalEnd: endsLine || nextIsLabel ? 1 : 0,
    goesOn: goesOn ? 1 : 0,
    goesRight: endsLine && goesRight(prepared, index, lastLine) ? 1 : 0,
  };
}

/** A gap wider than this parts values; one narrower may part the words of one, set wide or by a typewriter. */
const wideGapEm = 3;

/** `W. E.` before "Routh": the next cell is near and no label. */
function goesRight({ layout }: Prepared, index: LabelIndex, segment: Segment): boolean {
  const after = segment.after === undefined ? undefined : layout.segments[segment.after];
  if (after === undefined || after.left - segment.right > wideGapEm) return false;
  return (index.knownBySegment.get(after.index)?.[0]?.start ?? 1) > 0 && !/\p{L}:/u.test(after.text);
}

/** The next line that ends the name: "WESTERN EASTERN" over "STATIONERY SDN. BHD". */
function isLegalTail(text: string): boolean {
  return text.split(' ').length <= 4 && hasLegalForm(text);
}

/** The rest of a sentence that the line above begins. */
function continuesLine({ layout }: Prepared, { segment: at, start, text }: Candidate): boolean {
  const segment = layout.segments[at]!;
  if (start > 0 || segment.above === undefined || !/^\p{Ll}/u.test(text)) return false;
  const above = layout.segments[segment.above]!;
  return nextLine(layout, above) === segment && !/[.:;!?]$/.test(above.text);
}
