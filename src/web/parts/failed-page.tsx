import { Refusal } from '../api.ts';
import { Failed } from './notice.tsx';
import { Page } from './page.tsx';

type FailedPageProps = {
  readonly error: unknown;
  /** Where else to go. */
  readonly back?: { readonly href: string; readonly text: string };
  readonly onRetry: () => void;
};

/** In the place of a page that cannot be shown: why, and what to do. */
export function FailedPage({
  error,
  back = { href: '/batches', text: 'Batches' },
  onRetry,
}: FailedPageProps) {
  const isGone = error instanceof Refusal && error.status === 404;
  return (
    <Page title={isGone ? 'Not here' : 'This page cannot be shown'} back={back}>
      {isGone ? <Failed error={error} /> : <Failed error={error} onRetry={onRetry} />}
      {isGone && <p class="quiet">It was deleted meanwhile, or the link to it is not whole.</p>}
    </Page>
  );
}
