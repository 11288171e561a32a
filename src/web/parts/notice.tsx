import type { ComponentChildren } from 'preact';
import { messageOf } from '../api.ts';

/** An empty place says what to do first. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="empty">
      <svg viewBox="0 0 64 48" aria-hidden="true">
        <path d="M4 14 32 32l28-18M4 12h56v32H4z" />
      </svg>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <p>{messageOf(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Loading() {
  return <p class="loading">Loading …</p>;
}
