/** The program of a process that reads what it is sent and checks the reading, until its parent goes. */
import { Failure } from '../src/errors.ts';
import { defaultReadingLimits, type ReadingLimits } from '../src/reading/limits.ts';
import { readDocument } from '../src/reading/read-document.ts';
import { assertDocument } from '../src/reading/reader.contract.ts';

export type ReadRequest = {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits?: Partial<ReadingLimits>;
};
/** `ended` is `read`, a failure's code, or `thrown` for what no reader may throw. */
export type ReadAnswer = {
  readonly ended: string;
  readonly mediaType?: string;
  readonly words?: number;
  readonly pages?: number;
  readonly pageCount?: number;
  readonly warnings?: readonly string[];
  readonly message?: string;
};

process.on('message', async (request: ReadRequest) => {
  process.send?.(await answer(request));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');

async function answer(request: ReadRequest): Promise<ReadAnswer> {
  const limits = { ...defaultReadingLimits, ...request.limits };
  try {
    const document = await readDocument(request.bytes, request.name, { limits, ocrLanguages: ['eng'] });
    assertDocument(document, limits);
    return {
      ended: 'read',
      mediaType: document.mediaType,
      pages: document.pages.length,
      pageCount: document.pageCount,
      words: document.pages.flatMap((page) => page.lines.flatMap((line) => line.words)).length,
      warnings: document.warnings.map((warning) => warning.code),
    };
  } catch (error) {
    if (error instanceof Failure) return { ended: error.code, message: error.message };
    return {
      ended: 'thrown',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
