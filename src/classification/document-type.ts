/** A kind of document as its user describes it. Belongs to a classification. */
export type DocumentType = {
  readonly name: string;
  readonly description: string;
  /** Words or phrases likely on such documents, in any language. */
  readonly uniqueWords: readonly string[];
  /** The template that files of this type are routed to. */
  readonly extractionId?: string;
};

/** The answer when no type fits. Reserved: never the name of a user's type. */
export const other = 'other';
