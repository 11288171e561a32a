import path from 'node:path';
import { type DocumentType, other } from '../classification/document-type.ts';
import { parseDocumentTypes } from '../classification/parse-document-types.ts';
import type { Document } from '../reading/document.ts';
import { findFolders, readText } from './labelled-folder.ts';

export type LabelledFile = {
  readonly path: string;
  /** As the labels name it. */
  readonly name: string;
  /** One of the types, or `other`. */
  readonly documentType: string;
};

/** A folder of labelled documents with the types they belong to. */
export type DataSet = {
  /** The folder's name. */
  readonly name: string;
  readonly types: readonly DocumentType[];
  readonly files: readonly LabelledFile[];
};

/** A file of a set with its reading; undefined where reading failed. */
export type ReadFile = LabelledFile & {
  readonly sha256: string;
  readonly document: Document | undefined;
  /** Why reading failed. */
  readonly error?: string;
  readonly seconds: number;
};

export type ReadDataSet = Omit<DataSet, 'files'> & { readonly files: readonly ReadFile[] };

/** Reads `types.json` and `labels.jsonl` of a folder; an entry named `other` is not a type. */
export async function openDataSet(folder: string): Promise<DataSet> {
  const types = JSON.parse(await readText(folder, 'types.json')) as { name: string }[];
  const lines = (await readText(folder, 'labels.jsonl')).split('\n').filter((line) => line.trim().length > 0);
  const files = lines.map((line): LabelledFile => {
    const { file, documentType } = JSON.parse(line) as { file: string; documentType: string };
    return { path: path.join(folder, file), name: file, documentType };
  });
  return {
    name: path.basename(path.resolve(folder)),
    types: parseDocumentTypes(types.filter((type) => type.name !== other)),
    files,
  };
}

/** Folders with labels: each given one that has them, and those right under it. */
export function findDataSets(folders: readonly string[]): Promise<readonly string[]> {
  return findFolders(folders, 'labels.jsonl');
}
