import { Type } from 'typebox';
import { library } from '../../classification/library/library.ts';
import * as definitions from './definition-schemas.ts';
import { resource } from './resource.ts';

/** Enough to tell a type; a user's list with hundreds of words would only be harder to mend. */
const wordsMax = 12;

/** The ready-made types, as a user would have written them. */
export function listLibraryTypes() {
  const items = library.map(({ id, group, name, description, languages }) => {
    const { titles = [], phrases = [] } = languages.en ?? {};
    const uniqueWords = [...new Set([...titles, ...phrases])].slice(0, wordsMax);
    return { id, group, name, description, uniqueWords };
  });
  return resource({
    name: 'libraryTypes.list',
    tag: 'Classifications',
    summary: 'List the ready-made document types',
    answer: Type.Object({ items: Type.Array(definitions.libraryType) }),
    handle: async () => ({ items }),
  });
}
