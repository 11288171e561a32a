/** A process that only reads: `bare-reader.ts FILE…` prints the seconds it took, start and first file left out. */
import { readFile } from 'node:fs/promises';
import { defaultReadingLimits } from '../src/reading/limits.ts';
import { readDocument } from '../src/reading/read-document.ts';

const [first, ...rest] = process.argv.slice(2);
const read = async (path: string) => {
  await readDocument(await readFile(path), path, { limits: defaultReadingLimits, ocrLanguages: ['eng'] });
};
await read(first!);
const startedAt = performance.now();
for (const path of rest) await read(path);
console.log((performance.now() - startedAt) / 1000);
