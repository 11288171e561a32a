import type { Answer } from '../classification/answer.ts';
import { classifyDocument } from '../classification/classify-document.ts';
import { shippedKnowledge } from '../classification/knowledge.ts';
import type { Document } from '../reading/document.ts';
import { loadExamples } from './examples.ts';
import type { ClassifyTask, ProcessTask } from './task.ts';

/** Indexing the library takes 0.3 s: better before the first document than with it. */
export function prepareClassifier(): void {
  shippedKnowledge();
}

export async function classify(
  { types, settings, examples }: ProcessTask | ClassifyTask,
  document: Document,
): Promise<Answer> {
  return classifyDocument(document, types, { ...settings, examples: await loadExamples(examples) });
}
