/**
 * The victim of storage-kill.test.ts: uploads batches and finishes files until it is killed, and says on
 * standard output what it was told is done.
 */
import { writeSync } from 'node:fs';
import { createQueue } from '../src/jobs/queue.ts';
import { startWorker } from '../src/jobs/worker.ts';
import { createLog } from '../src/log.ts';
import { acceptUpload } from '../src/storage/accept-upload.ts';
import { openDatabase } from '../src/storage/database.ts';
import { finishFile } from '../src/storage/finish-file.ts';
import { lockDataDir } from '../src/storage/process-lock.ts';
import { newFiles, result } from '../src/storage/test-rows.ts';

const [dataDir = '', workspaceId = '', ownerId = ''] = process.argv.slice(2);
using _lock = lockDataDir(dataDir);
await using database = await openDatabase(dataDir);
const queue = createQueue();
await queue.releaseAll(database);

const handler = {
  run: async ({ data }: { data: unknown }) => {
    const { fileId } = data as { fileId: string };
    await new Promise(setImmediate);
    const file = { workspaceId, fileId, mediaType: 'text/plain', pageCount: 1, readingKey: `of ${fileId}` };
    return (transaction: typeof database) => finishFile(transaction, { ...file, result });
  },
};
const handlers = { 'process-file': handler };
await using _worker = startWorker({ database, queue, handlers, concurrency: 4, log: createLog('warn') });

const owner = { kind: 'classification', id: ownerId } as const;
for (;;) {
  const { fileIds } = await acceptUpload(database, { workspaceId, owner, files: newFiles(5) });
  queue.wake();
  // Synchronous: once it is out, the kernel has it, whatever happens to this process.
  for (const fileId of fileIds) writeSync(1, `${fileId}\n`);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
