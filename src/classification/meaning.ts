import type { Embed } from './answer.ts';
import type { DocumentTokens } from './document-tokens.ts';
import type { DocumentType } from './document-type.ts';
import { splitName } from './fold-word.ts';

/** Likeness of meaning between a document and each type, as cosines. */
export type Meaning = {
  readonly title: readonly number[];
  readonly opening: readonly number[];
};

const titleLines = 3;
const titleWordsMax = 24;
const openingWords = 60;

/** What of a document is embedded: its most prominent lines, and its beginning. */
export function textsOfDocument({
  tokens,
  lines,
}: DocumentTokens): readonly [title: string, opening: string] {
  const prominent = lines
    .slice(0, 40)
    .map((line, index) => ({ line, index }))
    .sort((a, b) => b.line.prominence - a.line.prominence)
    .slice(0, titleLines)
    .sort((a, b) => a.index - b.index);
  const title = prominent.flatMap(({ line }) => wordsOf(tokens.slice(line.first, line.first + line.count)));
  const opening = wordsOf(tokens.slice(0, openingWords));
  return [title.slice(0, titleWordsMax).join(' '), opening.join(' ')];
}

function wordsOf(tokens: DocumentTokens['tokens']): readonly string[] {
  return [...new Set(tokens.map((token) => token.word))].map((word) => word.text);
}

export function textOfType(type: DocumentType): string {
  return `${splitName(type.name).join(' ')}. ${type.description}`;
}

export async function compareMeaning(
  tokens: DocumentTokens,
  types: readonly DocumentType[],
  embed: Embed,
): Promise<Meaning> {
  const [title, opening] = await embed(textsOfDocument(tokens));
  const ofTypes = await embed(types.map(textOfType));
  return {
    title: ofTypes.map((vector) => cosine(vector, title!)),
    opening: ofTypes.map((vector) => cosine(vector, opening!)),
  };
}

export function cosine(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  let leftSquare = 0;
  let rightSquare = 0;
  for (let index = 0; index < left.length; index += 1) {
    sum += left[index]! * right[index]!;
    leftSquare += left[index]! ** 2;
    rightSquare += right[index]! ** 2;
  }
  return leftSquare === 0 || rightSquare === 0 ? 0 : sum / Math.sqrt(leftSquare * rightSquare);
}
