/** A field of life: entries of a group stand in one data file, `entries/<group>.json`. */
export const libraryGroups = [
  'commerce',
  'logistics',
  'banking',
  'securities',
  'payroll-hr',
  'legal',
  'identity',
  'tax',
  'insurance',
  'lending',
  'medical',
  'academic',
  'correspondence',
  'government',
  'real-estate',
  'utilities',
  'technical',
  'media',
  'travel',
] as const;

export type LibraryGroup = (typeof libraryGroups)[number];

/** What a page of the kind looks like before a word is read. */
export const pageShapes = [
  'form',
  'prose',
  'table',
  'few-words',
  'card',
  'narrow',
  'long',
  'letter-like',
] as const;

export type PageShape = (typeof pageShapes)[number];

/** The wording of one kind of document in one language, as printed: compare it without case. */
export type EntryWording = {
  /** What stands in the title zone, commonest first. */
  readonly titles: readonly string[];
  /** Labels and set phrases that tell the kind, strongest first. */
  readonly phrases: readonly string[];
  /** Single telling words. */
  readonly words?: readonly string[];
};

/** A common kind of document, written from public knowledge of what such documents look like. */
export type LibraryEntry = {
  /** Kebab-case and stable: results name the entries they borrowed from. */
  readonly id: string;
  readonly group: LibraryGroup;
  /** English display name. */
  readonly name: string;
  /** One sentence, as a user would describe the type. */
  readonly description: string;
  /** Names that users give such a type, in any language. */
  readonly aliases: readonly string[];
  readonly shape: readonly PageShape[];
  /** By ISO 639-1 code. */
  readonly languages: Readonly<Record<string, EntryWording>>;
};
