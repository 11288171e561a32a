import type { ComponentChild, ComponentChildren } from 'preact';
import type { Pages } from '../use-pages.ts';
import { More } from './more.tsx';
import { Failed, Loading } from './notice.tsx';

type PagedRowsProps<Item> = {
  readonly pages: Pages<Item>;
  /** Stands where there is no item. */
  readonly empty?: ComponentChild;
  /** How its rows are laid out. */
  readonly kind?: string;
  /** The list goes on by scrolling: for one that ends its page. */
  readonly endless?: boolean;
  readonly children: (item: Item) => ComponentChildren;
};

/** A list by cursor in each of its states: asked for, refused, empty, there, and more of it. */
export function PagedRows<Item>({ pages, empty, kind = '', endless, children }: PagedRowsProps<Item>) {
  const { items, error, hasMore, loadMore, reload } = pages;
  if (error !== undefined) return <Failed error={error} onRetry={reload} />;
  if (items === undefined) return <Loading />;
  if (items.length === 0) return <>{empty}</>;
  return (
    <>
      <ul class={`rows ${kind}`}>{items.map(children)}</ul>
      {hasMore && endless && <More onMore={loadMore} />}
      {hasMore && !endless && (
        <button type="button" class="more" onClick={loadMore}>
          Show more
        </button>
      )}
    </>
  );
}
