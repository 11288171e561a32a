import type { Version } from '../http/v2/learning-schemas.ts';
import { plural } from './format.ts';

/** Versions that came one by one for the same reason, as one line of a history. */
export type VersionGroup = {
  /** The newest of them: what a roll-back brings back. */
  readonly latest: Version;
  /** The version before all of them; 0 before the first. */
  readonly since: number;
  readonly title: string;
};

/** Newest first, as they come. Somebody who corrects file by file makes a version with each. */
export function groupVersions(versions: readonly Version[]): VersionGroup[] {
  const groups: Version[][] = [];
  for (const version of versions) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && belongTogether(last, version)) groups.at(-1)!.push(version);
    else groups.push([version]);
  }
  return groups.map((group) => ({
    latest: group[0]!,
    since: group.at(-1)!.version - 1,
    title: titleOf(group),
  }));
}

/** A version that was compared stands alone where the verdict differs: its notice must be found. */
function belongTogether(later: Version, earlier: Version): boolean {
  if (later.cause !== earlier.cause || later.by !== earlier.by) return false;
  if (later.cause !== 'taught' && later.cause !== 'forgotten') return false;
  return earlier.verdict === undefined || earlier.verdict === later.verdict;
}

function titleOf(group: readonly Version[]): string {
  const { cause, amount, version } = group[0]!;
  if (cause === 'restored') return `Version ${amount} brought back`;
  if (cause === 'defined') return version === 1 ? 'Made' : 'Types or settings changed';
  const files = plural(
    group.reduce((sum, each) => sum + each.amount, 0),
    'file',
  );
  return cause === 'taught' ? `Learned from ${files}` : `Forgot ${files}`;
}
