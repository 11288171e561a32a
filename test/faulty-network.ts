import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A machine's own network, with one cable to its database and another to everything else. */
export type FaultyNetwork = AsyncDisposable & {
  /** What a program is started through to be on it. */
  readonly through: readonly string[];
  /** Under which it finds the database, and everything else, on this machine. */
  readonly databaseHost: string;
  readonly host: string;
  /** Pulls the cable to the database, or puts it back. */
  readonly cut: () => Promise<void>;
  readonly heal: () => Promise<void>;
};

/** Undefined where this process may not make networks. */
export async function openFaultyNetwork(): Promise<FaultyNetwork | undefined> {
  // Tests run side by side: names and addresses go by the process. Two networks of four addresses each.
  const id = process.pid % 2 ** 21;
  const name = `mailroom-${process.pid}`;
  const addressOf = (index: number) => {
    const number = id * 8 + index;
    return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  };
  const cables = [
    { outer: `mrd${process.pid}`, inner: 'database', here: addressOf(1), there: addressOf(2) },
    { outer: `mrr${process.pid}`, inner: 'rest', here: addressOf(5), there: addressOf(6) },
  ] as const;
  const ip = (...args: string[]) => run('ip', args);
  const remove = async () => void (await ip('netns', 'del', name).catch(() => undefined));
  try {
    await ip('netns', 'add', name);
    for (const { outer, inner, here, there } of cables) {
      await ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name);
      await ip('addr', 'add', `${here}/30`, 'dev', outer);
      await ip('link', 'set', outer, 'up');
      await ip('-n', name, 'addr', 'add', `${there}/30`, 'dev', inner);
      await ip('-n', name, 'link', 'set', inner, 'up');
    }
    await ip('-n', name, 'link', 'set', 'lo', 'up');
  } catch {
    await remove();
    return undefined;
  }
  const [database, rest] = cables;
  return {
    through: ['ip', 'netns', 'exec', name],
    databaseHost: database.here,
    host: rest.here,
    cut: async () => void (await ip('link', 'set', database.outer, 'down')),
    heal: async () => void (await ip('link', 'set', database.outer, 'up')),
    [Symbol.asyncDispose]: remove,
  };
}
