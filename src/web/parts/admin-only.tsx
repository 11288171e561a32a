import type { ComponentChildren } from 'preact';
import type { Session } from '../../http/v2/schemas.ts';
import { scopeNames } from '../scope-names.ts';

type AdminOnlyProps = {
  readonly session: Session;
  /** What is kept from other keys, as the sentence begins. */
  readonly what: string;
  readonly children?: ComponentChildren;
};

/** What only a key that may do everything is answered; others are told so instead of being refused. */
export function AdminOnly({ session: { scope, keyName }, what, children }: AdminOnlyProps) {
  if (scope === 'admin') return <>{children}</>;
  return (
    <p class="quiet">
      {what} are for a key that {scopeNames.admin}; you are signed in with “{keyName}”, which{' '}
      {scopeNames[scope]}.
    </p>
  );
}
