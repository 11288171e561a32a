import { readFile } from 'node:fs/promises';
import { exampleOf, type LearnedExample } from '../classification/learn.ts';
import { unpackReading } from './kept-reading.ts';
import type { ExampleSource } from './task.ts';

/** 20 kB each at most. */
const rememberedMax = 2_000;
const remembered = new Map<string, LearnedExample>();

/**
 * The examples as the classifier compares them. A kept reading never changes under its name, so each is looked
 * at once a process. One that is gone, or of another version of the readers, is left out. The same sources give
 * the same list again: what the classifier concludes from a list it keeps with it.
 */
export async function loadExamples(sources: readonly ExampleSource[]): Promise<readonly LearnedExample[]> {
  const key = JSON.stringify(sources.map(({ path, documentType }) => [path, documentType]));
  if (latest?.key === key) return latest.examples;
  const examples: LearnedExample[] = [];
  for (const { path, documentType } of sources) {
    const example = remembered.get(path) ?? (await learn(path));
    if (example !== undefined) examples.push({ ...example, documentType });
  }
  latest = { key, examples };
  return examples;
}

/** Files of a batch follow each other, all with the same examples. */
let latest: { readonly key: string; readonly examples: readonly LearnedExample[] } | undefined;

async function learn(path: string): Promise<LearnedExample | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const document = bytes && unpackReading(bytes);
  if (document === undefined) return undefined;
  const example = exampleOf(document, '');
  if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value!);
  remembered.set(path, example);
  return example;
}
