import type { ComponentChildren } from 'preact';
import type { Session } from '../../http/v2/schemas.ts';
import { ask } from '../api.ts';
import { Brand, Icon, type IconName } from './icons.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const sections: readonly {
  readonly name: IconName;
  readonly href: string;
  readonly text: string;
  readonly short?: string;
}[] = [
  { name: 'upload', href: '/upload', text: 'Upload' },
  { name: 'batches', href: '/batches', text: 'Batches' },
  { name: 'review', href: '/review', text: 'Review' },
  { name: 'classifications', href: '/classifications', text: 'Classifications', short: 'Types' },
  { name: 'evaluation', href: '/evaluation', text: 'Evaluation', short: 'Measure' },
  { name: 'operations', href: '/operations', text: 'Operations' },
];

type ShellProps = {
  readonly path: string;
  readonly session: Session;
  readonly onSignedOut: () => void;
  readonly children: ComponentChildren;
};

export function Shell({ path, session, onSignedOut, children }: ShellProps) {
  const signOut = async () => {
    await ask('/session', { method: 'DELETE' });
    onSignedOut();
  };
  // Templates stand beside the classifications, sources beside the upload.
  const current =
    path === '/'
      ? '/upload'
      : path.replace(/^\/templates/, '/classifications').replace('/sources', '/upload');
  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="side">
        <a class="brand" href="/">
          <Brand />
          Mailroom
        </a>
        <nav aria-label="Sections">
          {sections.map(({ name, href, text, short }) => (
            <a key={name} href={href} aria-current={current.startsWith(href) ? 'page' : undefined}>
              <Icon name={name} />
              {short === undefined ? (
                text
              ) : (
                <>
                  <span class="long">{text}</span>
                  <span class="short">{short}</span>
                </>
              )}
            </a>
          ))}
        </nav>
        <div class="side-foot">
          <ThemeSwitch />
          <a href="/docs">API reference</a>
          <button
            type="button"
            class="plain"
            onClick={signOut}
            title={`Signed in with the key "${session.keyName}"`}
          >
            Sign out
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
