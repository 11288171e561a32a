import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask } from './api.ts';

export type Resource<T> = {
  /** What came last; kept while it is asked again, so that pages do not flicker. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
  readonly set: (data: T) => void;
};

type State<T> = { readonly path: string | undefined; readonly data?: T; readonly error?: unknown };

/** What the API says under this path; nothing is asked while it is undefined. */
export function useResource<T>(path: string | undefined, { keep = false } = {}): Resource<T> {
  const [state, setState] = useState<State<T>>({ path: undefined });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === undefined) return;
    const left = new AbortController();
    ask<T>(path, { signal: left.signal }).then(
      (data) => setState({ path, data }),
      (error: unknown) => {
        if (!left.signal.aborted) setState({ path, error });
      },
    );
    return () => left.abort();
  }, [path, round]);
  const reload = useCallback(() => setRound((last) => last + 1), []);
  const set = useCallback((data: T) => setState({ path, data }), [path]);
  const current = state.path === path || keep ? state : undefined;
  return {
    data: current?.data,
    error: state.path === path ? state.error : undefined,
    loading: path !== undefined && state.path !== path,
    reload,
    set,
  };
}
