/** The ways that files come in: by hand, and by themselves. */
export function IntakeTabs({ current }: { current: 'upload' | 'sources' }) {
  return (
    <nav class="tabs" aria-label="Ways in">
      <a href="/upload" aria-current={current === 'upload' ? 'page' : undefined}>
        Upload
      </a>
      <a href="/sources" aria-current={current === 'sources' ? 'page' : undefined}>
        Sources
      </a>
    </nav>
  );
}
