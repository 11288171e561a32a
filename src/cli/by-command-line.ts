import type { Change } from '../storage/audit.ts';

/** What `mailroom COMMAND` is about to change, for the record of changes; in the words of the API where it has the same. */
export function byCommandLine(
  command: 'keys' | 'sources' | 'webhooks',
  change: Pick<Change, 'workspaceId' | 'action' | 'resourceKind' | 'resourceId'> & {
    readonly summary?: string;
  },
): Change {
  return { summary: '', ...change, actor: { kind: 'command line', name: `mailroom ${command}` } };
}
