import { useEffect } from 'preact/hooks';
import type { Evaluation } from '../http/v2/evaluation-schemas.ts';
import { type Resource, useResource } from './use-resource.ts';

const lookMs = 700;

export const isRunning = ({ state }: Evaluation) => state === 'waiting' || state === 'running';

/** An evaluation, asked again while it goes on. */
export function useEvaluation(id: string | undefined, onEnd: () => void): Resource<Evaluation> {
  const resource = useResource<Evaluation>(id && `/evaluations/${id}`);
  const { data, reload } = resource;
  const running = data !== undefined && isRunning(data);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, lookMs);
    return () => {
      clearInterval(timer);
      onEnd();
    };
  }, [running, reload]);
  return resource;
}
