import type { DocumentType } from '../classification/document-type.ts';
import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { findTemplateIds } from '../storage/templates.ts';

export type LinkCheck = {
  readonly database: Database;
  /** Placeholders are accepted, with a warning in the log: ACCEPT_UNKNOWN_EXTRACTIONS. */
  readonly acceptUnknownExtractions: boolean;
  readonly log: Log;
};

/**
 * Refuses types that link to extractions which do not exist. Links that the classification already has
 * pass: its extraction may have been deleted since, which must not stop other changes.
 */
export async function checkExtractionIds(
  { database, acceptUnknownExtractions, log }: LinkCheck,
  workspaceId: string,
  types: readonly DocumentType[],
  typesBefore: readonly DocumentType[] = [],
): Promise<void> {
  const before = new Set(typesBefore.map((type) => type.extractionId));
  const linked = types.filter((type) => type.extractionId !== undefined && !before.has(type.extractionId));
  if (linked.length === 0) return;
  const ids = linked.map((type) => type.extractionId!);
  const known = await findTemplateIds(database, workspaceId, ids);
  const unknown = linked.find((type) => !known.has(type.extractionId!));
  if (unknown === undefined) return;
  const { name, extractionId } = unknown;
  if (acceptUnknownExtractions) {
    log.warn({ extractionId, type: name }, 'type links to an extraction that does not exist');
    return;
  }
  throw new Failure(
    'invalid_request',
    `Extraction "${extractionId}" of the type "${name}" does not exist; create it first, or leave extractionId out`,
  );
}
