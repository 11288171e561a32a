/**
 * Letters, mails and memos carry no title: they are known by how they begin and end. What a page's build says is
 * given as if a title of the library's entry stood there.
 */
import type { DocumentTokens, TokenLine } from './document-tokens.ts';
import { closingPattern, salutationPattern } from './letter-words.ts';

/** Strength of each entry's build, 0 to 1; entries that are not seen are absent. */
export type BuiltAs = ReadonlyMap<string, number>;

/** Formats that are themselves a kind of document. */
const entryOfFormat: Readonly<Record<string, string>> = {
  'message/rfc822': 'email',
  'application/vnd.ms-outlook': 'email',
};

/** The kinds of header lines, in the languages of the library; folded, the first word of a line before a colon. */
const headerWords: Readonly<Record<string, string>> = {
  from: 'from von de da van od fra fran',
  to: 'to an a para aan do til till',
  subject: 'subject re betreff betr objet asunto oggetto onderwerp assunto temat emne amne',
  date: 'date datum data fecha dato',
  sent: 'sent gesendet envoye enviado inviato verzonden wyslano sendt skickat',
  copy: 'cc copy bcc kopie copie copia dw',
};
const headerKindOf = new Map(
  Object.entries(headerWords).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind])),
);

/** A line that addresses someone, with letters that OCR may have spoilt: "Deay Mr, Moore:". */
const addressPattern = /^\S+ (mr|mrs|ms|dr|prof|herr|frau|monsieur|madame|senor|senora|sir|madam)\b/;
const enclosurePattern =
  /^(encl|enclosure|enclosures|cc|anlage|anlagen|pj|p j|allegat|adjunt|bijlage|anexo|zalacznik)/;

export function recogniseBuild(document: DocumentTokens): BuiltAs {
  const built = new Map<string, number>();
  const format = entryOfFormat[document.mediaType];
  if (format !== undefined) built.set(format, 1);
  if (document.machineReadable)
    for (const entry of machineReadableEntries) built.set(entry, machineReadableStrength);
  const headers = headersOf(document);
  if (headers.size >= 3 && (headers.has('from') || headers.has('sent'))) {
    const mail = headers.has('sent') || headers.has('address');
    built.set('email', Math.max(built.get('email') ?? 0, mail ? 0.9 : 0.5));
    if (!mail) built.set('memo', 0.6);
  } else if (format === undefined) {
    const letter = letterness(document);
    if (letter > 0) built.set('letter', letter);
  }
  return built;
}

/** Kinds with a machine readable zone (ICAO 9303), which says what they are as surely as a title does. */
const machineReadableEntries = ['passport', 'identity-card', 'residence-permit'];
const machineReadableStrength = 0.7;

const headerLines = 20;

function headersOf({ tokens, lines }: DocumentTokens): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const line of lines.slice(0, headerLines)) {
    for (let at = line.first; at < line.first + line.count; at += 1) {
      const { text, word } = tokens[at]!;
      const kind = headerKindOf.get(text);
      if (kind !== undefined && word.text.endsWith(':')) kinds.add(kind);
      if (word.text.includes('@') && kinds.size > 0) kinds.add('address');
    }
  }
  return kinds;
}

function letterness({ tokens, lines }: DocumentTokens): number {
  const opening = (line: TokenLine): string =>
    tokens
      .slice(line.first, Math.min(line.first + 4, line.first + line.count))
      .map((token) => token.text)
      .join(' ');
  const first = lines.filter(({ page }) => page === 1);
  const begins = first.some((line) => {
    const text = opening(line);
    const last = tokens[line.first + line.count - 1]!.word.text;
    return (
      line.count <= 8 && (salutationPattern.test(text) || (/[:,]$/.test(last) && addressPattern.test(text)))
    );
  });
  const ends = lines.some((line) => line.count <= 8 && closingPattern.test(opening(line)));
  const enclosed = lines.some((line) => line.count <= 6 && enclosurePattern.test(opening(line)));
  if (!begins && !ends) return 0;
  return Math.min(0.8, (begins ? 0.4 : 0) + (ends ? 0.3 : 0) + (enclosed ? 0.1 : 0));
}
