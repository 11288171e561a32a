import type { Box } from '../reading/document.ts';
import { unionBox } from '../reading/union-box.ts';
import type { Evidence } from './answer.ts';
import type { DocumentTokens } from './document-tokens.ts';
import type { DocumentView } from './pair-features.ts';
import { type PreparedType, type PreparedTypes, type TermRole, termRoles } from './prepare-types.ts';
import type { TermEvidence } from './term-evidence.ts';
import type { Hit } from './term-index.ts';

/** Pieces of evidence kept with an answer; more than a page shows nobody reads. */
const evidenceMax = 8;

const originOf: Readonly<Record<TermRole, Evidence['origin']>> = {
  name: 'name',
  nameWord: 'name',
  uniqueWord: 'uniqueWord',
  uniquePart: 'uniqueWord',
  descriptionWord: 'description',
  nameSynonym: 'name',
  synonym: 'description',
};

/** What each role counts beside the others when evidence is put in order. */
const roleStrength: Readonly<Record<TermRole, number>> = {
  name: 2,
  nameWord: 0.5,
  uniqueWord: 1,
  uniquePart: 0.3,
  descriptionWord: 0.4,
  nameSynonym: 0.5,
  synonym: 0.3,
};
const titleStrength = 3;

type Piece = {
  readonly hit: Hit;
  readonly term: string;
  readonly origin: Evidence['origin'];
  readonly strength: number;
};

/** The words that spoke for a type, strongest first, each place once. */
export function gatherAnswerEvidence(
  type: PreparedType,
  prepared: PreparedTypes,
  view: DocumentView,
  evidence: ReadonlyMap<number, TermEvidence>,
): readonly Evidence[] {
  const pieces = [...ownPieces(type, prepared, evidence), ...borrowedPieces(type, prepared, view)];
  pieces.sort((a, b) => b.strength - a.strength);
  const taken = new Set<number>();
  const chosen = pieces.filter(({ hit }) => {
    if (taken.size > 0 && taken.has(hit.at)) return false;
    for (let at = hit.at; at < hit.at + hit.count; at += 1) taken.add(at);
    return true;
  });
  const kept = chosen.slice(0, evidenceMax);
  const total = kept.reduce((sum, piece) => sum + piece.strength, 0);
  return kept.map((piece) => ({
    ...placeOf(piece.hit, view.tokens),
    term: piece.term,
    origin: piece.origin,
    weight: piece.strength / total,
  }));
}

function* ownPieces(
  type: PreparedType,
  prepared: PreparedTypes,
  evidence: ReadonlyMap<number, TermEvidence>,
): Iterable<Piece> {
  for (const role of termRoles) {
    for (const { term, weight } of type.groups[role].flatMap((group) => group.terms)) {
      const found = evidence.get(term);
      if (found === undefined) continue;
      const strength = roleStrength[role] * weight * (found.quality + titleStrength * found.title);
      yield { hit: found.hit, term: prepared.index.terms[term]!.text, origin: originOf[role], strength };
    }
  }
}

function* borrowedPieces(type: PreparedType, prepared: PreparedTypes, view: DocumentView): Iterable<Piece> {
  const { library } = prepared;
  const loanByEntry = new Map(type.loans.map(({ entry, weight }) => [entry, weight]));
  for (const [term, found] of view.library.evidence) {
    let strength = 0;
    for (const use of library.uses[term]!) {
      const loan = loanByEntry.get(use.entry) ?? 0;
      const value = use.role === 'title' ? titleStrength * found.title : found.quality;
      strength = Math.max(strength, loan * use.weight * value);
    }
    if (strength > 0)
      yield { hit: found.hit, term: library.index.terms[term]!.text, origin: 'library', strength };
  }
}

/** Page, box and words of a hit; of one that runs over a line, the part on its first line. */
function placeOf(hit: Hit, { tokens }: DocumentTokens): { page: number; box: Box; text: string } {
  const first = tokens[hit.at]!;
  const words = new Set(
    tokens
      .slice(hit.at, hit.at + hit.count)
      .filter((token) => token.line === first.line)
      .map((token) => token.word),
  );
  return {
    page: first.page,
    box: unionBox([...words].map((word) => word.box)),
    text: [...words].map((word) => word.text).join(' '),
  };
}
