/** A group with jobs ready, of a workspace with its latest turn. */
export type ReadyGroup = {
  readonly workspaceId: string;
  readonly turn: number;
  readonly groupId: string;
  readonly served: number;
  readonly createdAt: number;
  readonly ready: number;
};

export type Turn = { readonly workspaceId: string; readonly groupId: string; readonly turn: number };

/**
 * Whose job is next, up to `count` times: the workspace whose latest turn is longest ago, of it the group
 * with the fewest jobs in hand or done, then the oldest. `turnBefore` is the latest turn that anybody had.
 */
export function chooseTurns(groups: readonly ReadyGroup[], count: number, turnBefore: number): Turn[] {
  const open = groups.map((group) => ({ ...group }));
  const turns: Turn[] = [];
  for (let turn = turnBefore + 1; turns.length < count; turn += 1) {
    const next = open.filter((group) => group.ready > 0).sort(byTurn)[0];
    if (next === undefined) break;
    turns.push({ workspaceId: next.workspaceId, groupId: next.groupId, turn });
    next.ready -= 1;
    next.served += 1;
    for (const group of open) if (group.workspaceId === next.workspaceId) group.turn = turn;
  }
  return turns;
}

function byTurn(a: ReadyGroup, b: ReadyGroup): number {
  return (
    a.turn - b.turn ||
    compare(a.workspaceId, b.workspaceId) ||
    a.served - b.served ||
    a.createdAt - b.createdAt ||
    compare(a.groupId, b.groupId)
  );
}

/** As the database sorts: by code, not by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
