import { readFile } from 'node:fs/promises';
import { Failure } from '../errors.ts';

/** A JSON file that the user named; `what` says in a refusal what it was to hold. */
// biome-ignore lint/suspicious/noExplicitAny: whoever asks checks what is in it.
export async function readJson(path: string, what: string): Promise<any> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new Failure('invalid_request', `Cannot read the ${what} in ${path}: ${cause.message}`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid_request', `${path} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
}
