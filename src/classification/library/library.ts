// Invariant: the library comes from public, professional knowledge only. No entry is added or edited because of
// one file of a data set, so that measures taken on data sets stay honest.
import { readFileSync } from 'node:fs';
import { type LibraryEntry, type LibraryGroup, libraryGroups } from './entry.ts';

/** The built-in common document types, in the order of their groups. */
export const library: readonly LibraryEntry[] = libraryGroups.flatMap(readGroup);

/** The entry of each id. */
export const libraryEntryById: ReadonlyMap<string, LibraryEntry> = new Map(
  library.map((entry) => [entry.id, entry]),
);

function readGroup(group: LibraryGroup): LibraryEntry[] {
  const text = readFileSync(new URL(`entries/${group}.json`, import.meta.url), 'utf8');
  const entries = JSON.parse(text) as Omit<LibraryEntry, 'group'>[];
  return entries.map((entry) => ({ ...entry, group }));
}
