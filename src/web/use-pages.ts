import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { announce } from './announce.ts';
import { ask, messageOf, type Page } from './api.ts';

export type Pages<Item> = {
  readonly items: readonly Item[] | undefined;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly reload: () => void;
};

type State<Item> = {
  readonly path: string;
  readonly items?: readonly Item[];
  readonly next?: string;
  readonly error?: unknown;
};

/** The first page is small, to be there soon. */
const firstPage = 50;
const nextPage = 200;

/** A list by cursor: the first page at once, further ones on demand. A reload asks for as many as were shown. */
export function usePages<Item>(path: string): Pages<Item> {
  const [state, setState] = useState<State<Item>>({ path: '' });
  const [round, setRound] = useState(0);
  const shown = state.path === path ? (state.items?.length ?? 0) : 0;
  useEffect(() => {
    const left = new AbortController();
    const limit = Math.min(500, Math.max(firstPage, shown));
    ask<Page<Item>>(withQuery(path, { limit: String(limit) }), { signal: left.signal }).then(
      (page) => setState({ path, ...page }),
      (error: unknown) => {
        if (!left.signal.aborted) setState({ path, error });
      },
    );
    return () => left.abort();
  }, [path, round]);
  const { next } = state;
  const loading = useRef<string>(undefined);
  const loadMore = useCallback(async () => {
    // Asked for by the button and by scrolling; each page is taken once.
    if (next === undefined || loading.current === next) return;
    loading.current = next;
    try {
      const page = await ask<Page<Item>>(withQuery(path, { cursor: next, limit: String(nextPage) }));
      setState((last) =>
        last.path === path && last.next === next
          ? { path, ...page, items: [...(last.items ?? []), ...page.items] }
          : last,
      );
    } catch (error) {
      loading.current = undefined;
      announce(messageOf(error));
    }
  }, [path, next]);
  const reload = useCallback(() => setRound((last) => last + 1), []);
  return {
    // The rows of the last filter stay until those of the new one are there.
    items: state.items,
    error: state.path === path ? state.error : undefined,
    hasMore: state.path === path && next !== undefined,
    loadMore,
    reload,
  };
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}
