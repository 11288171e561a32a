/** Files on their way to the server: three at a time, each with its own progress and its own reason to be refused. */
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Batch } from '../http/v2/schemas.ts';
import { messageOf, post, sendFile } from './api.ts';

export type UploadState = 'queued' | 'sending' | 'stored' | 'refused';

export type Upload = {
  readonly key: number;
  readonly file: File;
  readonly state: UploadState;
  readonly share: number;
  readonly reason?: string;
};

const atOnce = 3;

export function useUploads(classificationId: string | undefined) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [batchId, setBatchId] = useState<string>();
  const queue = useRef<Upload[]>([]);
  const active = useRef(0);
  const batch = useRef<Promise<string> | undefined>(undefined);

  const change = (key: number, update: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...update } : upload)));

  const openBatch = async () => {
    const made = await post<Batch>('/batches', { classificationId });
    setBatchId(made.id);
    return made.id;
  };

  const send = async ({ key, file }: Upload) => {
    change(key, { state: 'sending' });
    try {
      if (file.size === 0) throw new Error('The file is empty');
      batch.current ??= openBatch();
      await sendFile(await batch.current, file, (share) => change(key, { share }));
      change(key, { state: 'stored', share: 1 });
    } catch (error) {
      change(key, { state: 'refused', reason: messageOf(error) });
    }
  };

  const work = async () => {
    if (active.current >= atOnce) return;
    active.current += 1;
    for (let next = queue.current.shift(); next !== undefined; next = queue.current.shift()) await send(next);
    active.current -= 1;
  };

  const add = useCallback(
    (files: readonly File[]) => {
      const added = files.map((file): Upload => ({ key: nextKey++, file, state: 'queued', share: 0 }));
      queue.current.push(...added);
      setUploads((all) => [...all, ...added]);
      for (let lane = 0; lane < atOnce; lane += 1) void work();
    },
    [classificationId],
  );

  /** The next files go into a batch of their own. */
  const startAnew = useCallback(() => {
    batch.current = undefined;
    setBatchId(undefined);
    setUploads([]);
  }, []);

  return { uploads, batchId, add, startAnew };
}

let nextKey = 1;
