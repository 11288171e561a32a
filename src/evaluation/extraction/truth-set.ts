import path from 'node:path';
import { type Field, parseFields } from '../../extraction/field.ts';
import { findFolders, readText } from '../labelled-folder.ts';

/** A file with the fields asked of it and the values a person found. */
export type TruthRow = {
  readonly path: string;
  /** As the truth names it. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** By field key; a list for a scalar means that any entry is right. */
  readonly truth: Readonly<Record<string, unknown>>;
  /** Values nobody checked: neither right nor wrong. */
  readonly unverified: readonly string[];
  /** Keys that the file does not have, added to see whether values are made up. */
  readonly foreign: readonly string[];
};

export type TruthSet = {
  readonly name: string;
  readonly rows: readonly TruthRow[];
  /** The truth lacks values that the documents have: a value for an absent one is not punished. */
  readonly isPartial: boolean;
  /** Every row has its own keys. */
  readonly isOpen: boolean;
};

type Row = {
  readonly file: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly documentType?: string;
  readonly unverified?: Readonly<Record<string, unknown>>;
  readonly removedBecauseNotVisible?: readonly string[];
};

/** Keys of other files added to each file of an open set. */
const foreignKeys = 5;

/** Reads `fields.json` and `truth.jsonl` of a folder. */
export async function openTruthSet(folder: string): Promise<TruthSet> {
  const name = path.basename(path.resolve(folder));
  const json: unknown = JSON.parse(await readText(folder, 'fields.json'));
  const rows = (await readText(folder, 'truth.jsonl'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
  const isOpen = !Array.isArray(json) && 'typical_keys' in (json as object);
  const byType = Array.isArray(json) || isOpen ? undefined : (json as Record<string, unknown>);
  return {
    name,
    // Kleister's truth is what its authors needed, not all that stands in the contracts.
    isPartial: name.startsWith('kleister'),
    isOpen,
    rows: rows.map((row, index) => {
      const foreign = isOpen ? pickForeign(rows, index) : [];
      const fields = isOpen
        ? [...Object.keys(row.fields), ...foreign]
            .filter((key) => key.trim() !== '')
            .map((key): Field => ({ key, description: key, type: 'string' }))
        : parseFields(byType === undefined ? json : (byType[row.documentType!] ?? Object.values(byType)[0]));
      return {
        path: path.join(folder, row.file),
        name: row.file,
        fields,
        truth: row.fields,
        unverified: [...Object.keys(row.unverified ?? {}), ...(row.removedBecauseNotVisible ?? [])],
        foreign,
      };
    }),
  };
}

function pickForeign(rows: readonly Row[], index: number): readonly string[] {
  const fold = (key: string) => key.toLowerCase().replace(/[^a-z0-9]/g, '');
  const own = new Set(Object.keys(rows[index]!.fields).map(fold));
  const picked = new Map<string, string>();
  for (let step = 1; picked.size < foreignKeys && step < rows.length; step += 1) {
    const keys = Object.keys(rows[(index + step) % rows.length]!.fields);
    const key = keys[(index * 7 + step * 3) % Math.max(1, keys.length)];
    if (key === undefined || fold(key).length < 3 || own.has(fold(key))) continue;
    picked.set(fold(key), key);
  }
  return [...picked.values()];
}

/** Folders with a truth: each given one that has it, and those right under it. */
export function findTruthSets(folders: readonly string[]): Promise<readonly string[]> {
  return findFolders(folders, 'truth.jsonl');
}
