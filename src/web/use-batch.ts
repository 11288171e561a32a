import { useEffect, useState } from 'preact/hooks';
import type { Batch } from '../http/v2/schemas.ts';
import { urlOf } from './api.ts';
import { useResource } from './use-resource.ts';

/** A batch as it is at every moment: asked once, then followed by events. The browser reconnects by itself. */
export function useBatch(batchId: string) {
  const { data, error, reload, set } = useResource<Batch>(`/batches/${batchId}`);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const events = new EventSource(urlOf(`/batches/${batchId}/events`));
    const onBatch = (event: MessageEvent<string>) => set(JSON.parse(event.data));
    events.addEventListener('snapshot', onBatch);
    events.addEventListener('change', onBatch);
    events.addEventListener('gone', () => {
      setGone(true);
      events.close();
    });
    return () => events.close();
  }, [batchId, set]);
  return { batch: data, error, gone, reload };
}
