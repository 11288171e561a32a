/** Files on their way to the server: three at a time, each with its own progress and its own reason to be refused. */
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Batch } from '../http/v2/schemas.ts';
import { messageOf, post, sendFile } from './api.ts';
import { ownerOf } from './parts/owner-select.tsx';

export type UploadState = 'queued' | 'sending' | 'stored' | 'refused';

export type Upload = {
  readonly key: number;
  readonly file: File;
  readonly state: UploadState;
  readonly share: number;
  readonly reason?: string;
};

const atOnce = 3;

/** `owner` is what `OwnerSelect` chose. */
export function useUploads(owner: string) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [batchId, setBatchId] = useState<string>();
  const all = useRef(new Map<number, Upload>());
  const queue = useRef<number[]>([]);
  const active = useRef(0);
  const batch = useRef<Promise<string> | undefined>(undefined);
  const drawing = useRef(0);

  /** Once a frame: of a thousand files, progress comes more often than anybody sees. */
  const show = () => {
    drawing.current ||= requestAnimationFrame(() => {
      drawing.current = 0;
      setUploads([...all.current.values()]);
    });
  };

  const change = (key: number, update: Partial<Upload>) => {
    const upload = all.current.get(key);
    // Gone where a new batch was begun meanwhile.
    if (upload === undefined) return;
    all.current.set(key, { ...upload, ...update });
    show();
  };

  const openBatch = async () => {
    const made = await post<Batch>('/batches', ownerOf(owner));
    setBatchId(made.id);
    return made.id;
  };

  const send = async (key: number) => {
    const upload = all.current.get(key);
    if (upload === undefined) return;
    change(key, { state: 'sending' });
    try {
      if (upload.file.size === 0) throw new Error('The file is empty');
      batch.current ??= openBatch();
      batch.current.catch(() => {
        batch.current = undefined;
      });
      await sendFile(await batch.current, upload.file, (share) => change(key, { share }));
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

  const enqueue = (added: readonly Upload[]) => {
    for (const upload of added) all.current.set(upload.key, upload);
    queue.current.push(...added.map(({ key }) => key));
    show();
    for (let lane = 0; lane < atOnce; lane += 1) void work();
  };

  const add = useCallback(
    (files: readonly File[]) =>
      enqueue(files.map((file): Upload => ({ key: nextKey++, file, state: 'queued', share: 0 }))),
    [owner],
  );

  /** What was refused may be taken the next time: the server was not there, or full. */
  const retry = useCallback(() => {
    const refused = [...all.current.values()].filter(({ state }) => state === 'refused');
    enqueue(refused.map(({ key, file }): Upload => ({ key, file, state: 'queued', share: 0 })));
  }, [owner]);

  /** The next files go into a batch of their own. */
  const startAnew = useCallback(() => {
    batch.current = undefined;
    all.current.clear();
    setBatchId(undefined);
    show();
  }, []);

  return { uploads, batchId, add, retry, startAnew };
}

let nextKey = 1;
