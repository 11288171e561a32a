type TabsProps = {
  readonly label: string;
  readonly tabs: readonly (readonly [href: string, text: string])[];
  /** The address of the one that is shown. */
  readonly current: string;
};

/** Faces of one thing, each with an address. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([href, text]) => (
        <a key={href} href={href} aria-current={href === current ? 'page' : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}
