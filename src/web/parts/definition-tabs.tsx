import { Tabs } from './tabs.tsx';

const tabs = [
  ['/classifications', 'Classifications'],
  ['/templates', 'Templates'],
] as const;

/** What the user defines: how files are told apart, and what is taken from them. */
export function DefinitionTabs({ current }: { current: (typeof tabs)[number][0] }) {
  return <Tabs label="Definitions" tabs={tabs} current={current} />;
}
