import { Failure } from '../errors.ts';

/** Where the next page of a list begins: after the row with this sort value and id. */
export type Cursor = { readonly value: number | string; readonly id: string };

export type ListPage<T> = { readonly items: readonly T[]; readonly next: string | undefined };

const cursorCharactersMax = 500;

export function encodeCursor({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** Throws `invalid_request` for what is no cursor of ours. */
export function decodeCursor(text: string): Cursor {
  try {
    if (text.length > cursorCharactersMax) throw new Error('too long');
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown];
    if (typeof id !== 'string' || (typeof value !== 'string' && typeof value !== 'number')) {
      throw new Error('not a pair');
    }
    return { value, id };
  } catch (cause) {
    throw new Failure('invalid_request', 'The cursor is not one that a list gave; start without it', {
      cause,
    });
  }
}

/** `rows` were asked for with one more than `limit`: that one says whether there is a next page. */
export function toListPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { show, cursorOf }: { show: (row: Row) => Item; cursorOf: (row: Row) => Cursor },
): ListPage<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : undefined,
  };
}
