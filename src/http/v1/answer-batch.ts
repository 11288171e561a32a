import { Readable } from 'node:stream';
import type { FileState } from '../../storage/file-rows.ts';

type Parts<F, Head extends object, Shown extends object> = {
  /** What stands before `files`. */
  readonly head: Head;
  /** At least one, in the order of the answer. */
  readonly pages: AsyncGenerator<readonly F[], void>;
  readonly show: (file: F) => Shown;
};

type Stated = { readonly state: FileState };

/**
 * The answer of a finished batch: an object where the batch is one page, else the same JSON as a stream, so that no
 * more than a page is held in memory. Undefined where a file is still waiting: it may have been added just now.
 */
export async function answerBatch<F extends Stated, Head extends object, Shown extends object>({
  head,
  pages,
  show,
}: Parts<F, Head, Shown>) {
  const first = (await pages.next()).value ?? [];
  if (first.some((file) => file.state === 'waiting')) return undefined;
  const second = await pages.next();
  if (second.done) return { ...head, files: first.map(show) };
  return Readable.from(writePages({ head, pages, show }, first, second.value));
}

/** What was added after the beginning is left for the next answer. */
async function* writePages<F extends Stated>(
  { head, pages, show }: Parts<F, object, object>,
  first: readonly F[],
  second: readonly F[],
): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"files":[`;
  yield first.map((file) => JSON.stringify(show(file))).join(',');
  const write = (files: readonly F[]) =>
    files
      .filter((file) => file.state !== 'waiting')
      .map((file) => `,${JSON.stringify(show(file))}`)
      .join('');
  yield write(second);
  for await (const files of pages) yield write(files);
  yield ']}';
}
