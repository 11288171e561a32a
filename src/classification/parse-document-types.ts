import { Failure } from '../errors.ts';
import { type DocumentType, other } from './document-type.ts';

/** Bounds on what a classification may hold; each refusal names the type and the remedy. */
const typesMax = 500;
const nameCharactersMax = 200;
const descriptionCharactersMax = 5_000;
const uniqueWordsMax = 500;
const uniqueWordCharactersMax = 200;

/**
 * Checks document types as clients send them. Lenient where real clients are sloppy: a missing description
 * or missing unique words, one word instead of a list, unknown keys. Throws `invalid_request` otherwise.
 */
export function parseDocumentTypes(input: unknown, path = 'documentTypes'): readonly DocumentType[] {
  if (!Array.isArray(input)) throw invalid(`${path} must be a list of document types`);
  if (input.length === 0) throw invalid(`${path} is empty; describe at least one document type`);
  if (input.length > typesMax)
    throw invalid(`${path} holds ${input.length} types; at most ${typesMax} are allowed`);
  const types = input.map((item, index) => parseType(item, `${path}[${index}]`));
  const seen = new Set<string>();
  for (const type of types) {
    const key = type.name.toLowerCase();
    if (seen.has(key)) throw invalid(`${path} names "${type.name}" twice; names must differ`);
    seen.add(key);
  }
  return types;
}

function parseType(item: unknown, path: string): DocumentType {
  if (typeof item !== 'object' || item === null) throw invalid(`${path} must be an object`);
  const { name, description, uniqueWords, extractionId } = item as Record<string, unknown>;
  const cleanName = text(name, `${path}.name`, nameCharactersMax)?.trim();
  if (!cleanName) throw invalid(`${path}.name is required`);
  if (cleanName.toLowerCase() === other) {
    throw invalid(`${path}.name "${cleanName}" is reserved for files that fit no type; choose another name`);
  }
  const link = text(extractionId, `${path}.extractionId`, nameCharactersMax);
  return {
    name: cleanName,
    description: text(description, `${path}.description`, descriptionCharactersMax) ?? '',
    uniqueWords: words(uniqueWords, `${path}.uniqueWords`),
    ...(link ? { extractionId: link } : {}),
  };
}

function words(value: unknown, path: string): readonly string[] {
  const list = typeof value === 'string' ? [value] : (value ?? []);
  if (!Array.isArray(list)) throw invalid(`${path} must be a list of words`);
  if (list.length > uniqueWordsMax)
    throw invalid(`${path} holds ${list.length} words; at most ${uniqueWordsMax}`);
  return list.flatMap(
    (word, index) => text(word, `${path}[${index}]`, uniqueWordCharactersMax)?.trim() || [],
  );
}

function text(value: unknown, path: string, charactersMax: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(`${path} must be a text`);
  if (value.length > charactersMax) throw invalid(`${path} is longer than ${charactersMax} characters`);
  return value;
}

function invalid(message: string): Failure {
  return new Failure('invalid_request', message);
}
