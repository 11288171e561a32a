import { ask, messageOf } from './api.ts';
import { plural } from './format.ts';
import type { Packed } from './read-zip.ts';

export type LabelledFiles = { readonly documentType: string; readonly files: readonly File[] };

/** Some at a time: a refused one refuses its whole request. */
const filesAtOnce = 20;

/** Uploads files with their types; returns how many are stored and what was refused, in words. */
export async function uploadLabelled(path: string, groups: readonly LabelledFiles[]): Promise<string> {
  let stored = 0;
  const refusals: string[] = [];
  for (const { documentType, files } of groups) {
    for (let start = 0; start < files.length; start += filesAtOnce) {
      const some = files.slice(start, start + filesAtOnce);
      const form = new FormData();
      form.set('documentType', documentType);
      for (const file of some) form.append('files', file, file.name);
      try {
        await ask(path, { method: 'POST', body: form });
        stored += some.length;
      } catch (error) {
        refusals.push(messageOf(error));
      }
    }
  }
  return [`${plural(stored, 'file')} stored`, ...refusals].join('. ');
}

/** Files sorted by type: the folder that a file lies in names its type. Other files are left out. */
export function groupByFolder<T extends { readonly path: string }>(
  files: readonly T[],
  types: readonly string[],
): { groups: { documentType: string; files: T[] }[]; left: number } {
  const typeOf = ({ path }: T) => {
    const folder = path.split('/').at(-2)?.toLowerCase();
    return types.find((type) => type.toLowerCase() === folder);
  };
  const byType = Map.groupBy(files, typeOf);
  const left = byType.get(undefined)?.length ?? 0;
  byType.delete(undefined);
  return {
    groups: [...byType].map(([documentType, some]) => ({ documentType: documentType!, files: some })),
    left,
  };
}

/** What came of it, in words; what lies in no folder of a type is counted. */
export async function uploadSorted(
  path: string,
  packed: readonly Packed[],
  types: readonly string[],
): Promise<string> {
  const { groups, left } = groupByFolder(packed, types);
  const labelled = groups.map(({ documentType, files }) => ({
    documentType,
    files: files.map(({ file }) => file),
  }));
  const skipped = left > 0 ? [`${plural(left, 'file')} in no folder of a type`] : [];
  return [await uploadLabelled(path, labelled), ...skipped].join('. ');
}
