import type { File } from '../http/v2/schemas.ts';
import { ask, type Page } from './api.ts';

/** As many as one correction takes. */
export const selectedMax = 10_000;

/** The ids of all files that a list has, shown or not. */
export async function listFileIds(path: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask<Page<File>>(`${path}&limit=500${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined && ids.length < selectedMax);
  return ids;
}
