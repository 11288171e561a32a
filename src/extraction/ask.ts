import { type Concept, concepts } from './concepts.ts';
import type { Field } from './field.ts';
import { nameWords, squashText } from './fold-text.ts';
import {
  asksForCityLine,
  asksForSeveral,
  kindOfDescription,
  kindOfExample,
  kindOfWords,
} from './kind-cues.ts';
import type { ValueKind } from './value-kind.ts';

/** What a field asks for, understood from key, description and example together. */
export type Ask = {
  readonly field: Field;
  readonly kind: ValueKind;
  /** The common datum it stands for, where one was recognised. */
  readonly concept?: string;
  /** What may stand beside the value, best first. */
  readonly phrases: readonly Phrase[];
  /** Answers that the description allows: "buy, sell or dividend". */
  readonly options: readonly string[];
  /** Form of the example: letters as `A`, digits as `9`. */
  readonly shape?: string;
};

export type Phrase = {
  readonly words: readonly string[];
  readonly squashed: string;
  readonly origin: 'key' | 'description' | 'concept';
  /** 1 for the field's own words, less for borrowed ones. */
  readonly weight: number;
};

type KnownPhrase = { readonly words: readonly string[]; readonly squashed: string };
type KnownConcept = { readonly concept: Concept; readonly phrases: readonly KnownPhrase[] };

const known: readonly KnownConcept[] = concepts.map((concept) => ({
  concept,
  phrases: concept.phrases.map((phrase) => ({ words: nameWords(phrase), squashed: squashText(phrase) })),
}));

/** Every phrase of the vocabulary with the concepts it speaks for: labels of other things than the one asked for. */
export const conceptsByPhrase: ReadonlyMap<string, readonly string[]> = (() => {
  const map = new Map<string, string[]>();
  for (const { concept, phrases } of known) {
    for (const { squashed } of phrases) {
      const ids = map.get(squashed) ?? [];
      if (!ids.includes(concept.id)) ids.push(concept.id);
      map.set(squashed, ids);
    }
  }
  return map;
})();

/** Words that say nothing of what is asked. */
const stopWords = new Set(
  'the a an of to on in by for is are which that whose and or as at with from its it this be der die das des den dem von und oder zu im am le la les de du des et el los del y list if any value field text string name number'.split(
    ' ',
  ),
);

/** Fields are asked of many documents; each is understood once. */
const understood = new WeakMap<Field, Map<string, Ask>>();

export function understandField(field: Field, path: readonly string[] = []): Ask {
  const key = path.join('\u0000');
  const asks = understood.get(field) ?? new Map<string, Ask>();
  understood.set(field, asks);
  const ask = asks.get(key) ?? understand(field, path);
  asks.set(key, ask);
  return ask;
}

function understand(field: Field, path: readonly string[]): Ask {
  const leaf = field.key.split(/[./]/).at(-1)!;
  const keyWords = nameWords(leaf);
  const description = stripRemarks(field.description ?? '');
  const descriptionWords = nameWords(description);
  const cue = kindOfWords(field.hint, keyWords, descriptionWords);
  const above = [...path, ...field.key.split(/[./]/).slice(0, -1)].flatMap(nameWords);
  const concept =
    (above.length === 0 ? undefined : recogniseConcept([...above, ...keyWords], descriptionWords, cue)) ??
    recogniseConcept(keyWords, descriptionWords, cue);
  const options = readOptions(field);
  const decided = decideKind(field, { keyWords, descriptionWords, cue, concept, options });
  const kind = isPrintedLabel(field) && guessed.has(decided) ? 'text' : decided;
  const shape = field.example === undefined ? undefined : shapeOf(field.example);
  return {
    field,
    kind,
    ...(concept === undefined ? {} : { concept: concept.id }),
    phrases: collectPhrases(keyWords, descriptionWords, above, concept, kind === 'checkbox'),
    options,
    ...(shape === undefined ? {} : { shape }),
  };
}

/** Kinds that a key alone only hints at: after "TO:" stands whatever the writer put there. */
const guessed: ReadonlySet<ValueKind> = new Set([
  'amount',
  'choice',
  'company',
  'currency',
  'email',
  'name',
  'number',
  'party',
  'percent',
  'person',
  'taxId',
  'time',
]);

/** `TO:`, `NO. OF STORES:`: a label copied from a form with its colon, and nothing else said of it. */
function isPrintedLabel({ key, description, hint, example }: Field): boolean {
  const isBare = (description ?? key) === key && hint === undefined && (example ?? '') === '';
  return isBare && /:$/.test(key.trim());
}

/** `CURRENCY (3-letter code, only the code)` → CURRENCY */
function stripRemarks(text: string): string {
  return text.replace(/\([^)]*\)/g, ' ').replace(/\b(?:return|give|use|write|only)\b.*$/i, ' ');
}

export const cityWords: ReadonlySet<string> = new Set(
  'city town ort stadt ville ciudad citta plz zip postcode postleitzahl'.split(' '),
);

/** A part of an address below the street, alone or with others: `CityStateZip`. */
export function asksForCity(ask: Ask): boolean {
  return (
    ask.kind === 'city' ||
    ask.kind === 'postalCode' ||
    nameWords(ask.field.key).some((word) => cityWords.has(word))
  );
}

type Understood = {
  readonly keyWords: readonly string[];
  readonly descriptionWords: readonly string[];
  readonly cue: ValueKind | undefined;
  readonly concept: Concept | undefined;
  readonly options: readonly string[];
};

function decideKind(
  field: Field,
  { keyWords, descriptionWords, cue, concept, options }: Understood,
): ValueKind {
  if (cue === 'checkbox') return cue;
  if (asksForCityLine(keyWords)) return 'cityLine';
  if (asksForSeveral(keyWords)) return 'text';
  if (options.length > 1 && (cue === undefined || cue === 'text' || cue === 'choice')) return 'choice';
  if (concept !== undefined && (cue === undefined || agrees(cue, concept.kind) || concept.kind !== 'text')) {
    return concept.kind;
  }
  return cue ?? kindOfExample(field.example) ?? kindOfDescription(descriptionWords) ?? 'text';
}

/** Sureness from which a field counts as asking for a concept: a key that is one of its phrases, or most of one and the description. */
const conceptFrom = 0.95;

function recogniseConcept(
  keyWords: readonly string[],
  descriptionWords: readonly string[],
  cue: ValueKind | undefined,
): Concept | undefined {
  const key = keyWords.join('');
  const described = descriptionWords.join('');
  let best: { concept: Concept; score: number } | undefined;
  for (const { concept, phrases } of known) {
    let keyScore = concept.id.replaceAll('_', '') === key ? 1.05 : 0;
    let descriptionScore = 0;
    for (const [rank, phrase] of phrases.entries()) {
      // Earlier phrases are more its own; `date` is last in many.
      const own = 1 - 0.04 * Math.min(1, rank / 15);
      keyScore = Math.max(keyScore, own * (phrase.squashed === key ? 1 : 0.9 * dice(phrase.words, keyWords)));
      if (descriptionWords.length === 0 || described === key) continue;
      const exact = phrase.squashed === described ? 1 : containment(phrase.words, descriptionWords);
      descriptionScore = Math.max(descriptionScore, own * exact);
    }
    let score = keyScore + 0.6 * descriptionScore;
    if (cue !== undefined) score += agrees(cue, concept.kind) ? 0.15 : -0.5;
    if (score > (best?.score ?? conceptFrom - 0.001)) best = { concept, score };
  }
  return best?.concept;
}

function agrees(cue: ValueKind, kind: ValueKind): boolean {
  if (cue === kind) return true;
  const numbers: readonly ValueKind[] = ['number', 'amount', 'percent'];
  const names: readonly ValueKind[] = ['name', 'company', 'person', 'party', 'text'];
  const codes: readonly ValueKind[] = [
    'identifier',
    'taxId',
    'iban',
    'bic',
    'isin',
    'wkn',
    'phone',
    'houseNumber',
    'postalCode',
  ];
  if (cue === 'number' && codes.includes(kind)) return true;
  return [numbers, names, codes].some((group) => group.includes(cue) && group.includes(kind));
}

function dice(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((word) => b.includes(word)).length;
  return (2 * shared) / Math.max(1, a.length + b.length);
}

/** A phrase of several words that stands whole in the description; one word alone says less. */
function containment(phrase: readonly string[], words: readonly string[]): number {
  if (phrase.length === 0 || !phrase.every((word) => words.includes(word))) return 0;
  const coverage = phrase.length / words.filter((word) => !stopWords.has(word)).length;
  return Math.min(0.9, (phrase.length > 1 ? 0.6 : 0.3) + 0.3 * coverage);
}

function phrasesOf(concept: Concept | undefined): readonly KnownPhrase[] {
  return known.find((entry) => entry.concept === concept)?.phrases ?? [];
}

/** Words of a description past which it no longer reads as a printed label. */
const labelWordsMax = 9;

function collectPhrases(
  keyWords: readonly string[],
  descriptionWords: readonly string[],
  above: readonly string[],
  concept: Concept | undefined,
  isMark: boolean,
): readonly Phrase[] {
  const phrases = new Map<string, Phrase>();
  const add = (words: readonly string[], origin: Phrase['origin'], weight: number) => {
    const squashed = squashText(words.join(''));
    if (squashed === '' || phrases.has(squashed)) return;
    phrases.set(squashed, { words, squashed, origin, weight });
  };
  add(keyWords, 'key', 1);
  if (descriptionWords.length > 0 && descriptionWords.length <= labelWordsMax)
    add(descriptionWords, 'description', 0.95);
  const content = keyWords.filter((word) => !stopWords.has(word));
  if (content.length > 0 && content.length < keyWords.length) add(content, 'key', 0.8);
  // Keys of check boxes begin with the question and end with the answer that the box stands by.
  if (isMark) {
    for (let from = 1; from < keyWords.length; from += 1)
      add(keyWords.slice(from), 'key', 1 - 0.1 * (from / keyWords.length));
  }
  if (above.length > 0) add([...above, ...keyWords], 'key', 0.9);
  const size = concept?.phrases.length ?? 1;
  for (const [rank, phrase] of phrasesOf(concept).entries()) {
    add(phrase.words, 'concept', 0.95 - 0.2 * (rank / size));
  }
  return [...phrases.values()];
}

/** The list after a colon or in brackets: "Kind of transaction: buy, sell or dividend", "(yes/no)". */
function readOptions(field: Field): readonly string[] {
  const text = field.description ?? '';
  const match =
    /(?::|one of|either|\()\s*([\p{L}\p{N} '"-]+(?:(?:,|\/|\s+or\s+|\s+oder\s+|\|)\s*[\p{L}\p{N} '"-]+)+)\)?\.?\s*$/iu.exec(
      text,
    );
  if (match === null) return [];
  const options = match[1]!
    .split(/,|\/|\||\bor\b|\boder\b/i)
    .map((option) => option.replace(/["']/g, '').trim())
    .filter((option) => option !== '');
  return options.length > 1 && options.every((option) => option.split(' ').length <= 3) ? options : [];
}

/** `INV-001` → `AAA-999` */
export function shapeOf(text: string): string {
  return text
    .trim()
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{L}/gu, (letter) => (letter === 'A' ? 'A' : 'a'))
    .replace(/\d/g, '9');
}
