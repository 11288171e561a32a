/** What the user defines: how files are told apart, and what is taken from them. */
export function DefinitionTabs({ current }: { current: 'classifications' | 'templates' }) {
  return (
    <nav class="tabs" aria-label="Definitions">
      <a href="/classifications" aria-current={current === 'classifications' ? 'page' : undefined}>
        Classifications
      </a>
      <a href="/templates" aria-current={current === 'templates' ? 'page' : undefined}>
        Templates
      </a>
    </nav>
  );
}
