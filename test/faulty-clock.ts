import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';

/** Where Debian's package `libfaketime` puts it. */
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** The clock of a program that is started with `environment`; the one that measures spans goes on as it is. */
export type FaultyClock = {
  readonly environment: Readonly<Record<string, string>>;
  /** From now on it is so much ahead of the real time; behind where negative. */
  readonly jump: (hours: number) => Promise<void>;
};

/** `file` is made, for the program to look into. Undefined where libfaketime is not installed. */
export async function createFaultyClock(file: string): Promise<FaultyClock | undefined> {
  if (!existsSync(library)) return undefined;
  const jump = (hours: number) => writeFile(file, `${hours < 0 ? '-' : '+'}${Math.abs(hours) * 3_600}`);
  await jump(0);
  await chmod(file, 0o644);
  return {
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_NO_CACHE: '1',
    },
    jump,
  };
}
