import { useRef, useState } from 'preact/hooks';
import type { Reanswers } from '../http/v2/evaluation-schemas.ts';
import { announce } from './announce.ts';
import { messageOf, post } from './api.ts';
import { plural } from './format.ts';

/** What a correction taught: the files of its batch that would be answered otherwise by now. */
export function useReanswers(onApplied: () => void) {
  const [found, setFound] = useState<{ readonly batchId: string; readonly answers: Reanswers }>();
  const latest = useRef(0);
  /** Only the answer about the latest correction counts; a server that is busy is not complained about. */
  const look = async (batchId: string) => {
    latest.current += 1;
    const mine = latest.current;
    const answers = await post<Reanswers>(`/batches/${batchId}/reanswers`, {}).catch(() => undefined);
    if (answers !== undefined && mine === latest.current) setFound({ batchId, answers });
  };
  const leave = () => setFound(undefined);
  const apply = async () => {
    if (found === undefined) return;
    leave();
    try {
      const fileIds = found.answers.changed.map(({ fileId }) => fileId);
      const { applied } = await post<Reanswers>(`/batches/${found.batchId}/reanswers`, {
        apply: true,
        fileIds,
      });
      announce(`${plural(applied.length, 'file')} answered anew`);
      onApplied();
    } catch (reason) {
      announce(messageOf(reason));
    }
  };
  return { changed: found?.answers.changed ?? [], look, leave, apply };
}
