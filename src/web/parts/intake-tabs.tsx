import { Tabs } from './tabs.tsx';

const tabs = [
  ['/upload', 'Upload'],
  ['/sources', 'Sources'],
] as const;

/** The ways that files come in: by hand, and by themselves. */
export function IntakeTabs({ current }: { current: (typeof tabs)[number][0] }) {
  return <Tabs label="Ways in" tabs={tabs} current={current} />;
}
