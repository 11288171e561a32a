/** Refuses uploads before memory or disk is in danger; what was accepted goes on. */
import { statfs } from 'node:fs/promises';
import { Failure } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { countOpenJobs } from '../storage/job-counters.ts';

export type UploadGate = {
  /** Counts until it is disposed of. */
  enter(workspaceId: string): Disposable & {
    /** Throws `unavailable` or `too_many_requests`, before anything of the upload is stored. */
    admit(): Promise<void>;
  };
};

export type GateLimits = {
  /** Of them, a quarter is kept from a workspace that has a quarter already: slow clients of one stop no other. */
  readonly uploadsMax: number;
  /** Of one workspace. */
  readonly openJobsMax: number;
  readonly freeBytesMin: number;
};

/** Looked at this often: a queue does not grow by much in between. */
const lookMs = 1000;

export function createUploadGate(
  database: Database,
  { dataDir, limits }: { readonly dataDir: string; readonly limits: GateLimits },
): UploadGate {
  let inHand = 0;
  const inHandOf = new Map<string, number>();
  const hasPlace = (workspaceId: string) => {
    const share = Math.ceil(limits.uploadsMax / 4);
    const isSmall = inHandOf.get(workspaceId)! <= share;
    return inHand <= (isSmall ? limits.uploadsMax : limits.uploadsMax - share);
  };
  const freeBytes = remember(async () => {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize;
  });
  const openJobs = remember((workspaceId: string) => countOpenJobs(database, workspaceId));
  return {
    enter(workspaceId) {
      inHand += 1;
      inHandOf.set(workspaceId, (inHandOf.get(workspaceId) ?? 0) + 1);
      return {
        async admit() {
          if (!hasPlace(workspaceId)) {
            throw new Failure('unavailable', 'Too many uploads at the same time; try again in some seconds');
          }
          if ((await freeBytes('')) < limits.freeBytesMin) {
            throw new Failure('unavailable', 'The server is nearly out of room for files; tell its operator');
          }
          if ((await openJobs(workspaceId)) >= limits.openJobsMax) {
            throw new Failure(
              'too_many_requests',
              `${limits.openJobsMax} files of this workspace wait already; try again when some are done`,
            );
          }
        },
        [Symbol.dispose]: () => {
          inHand -= 1;
          const left = inHandOf.get(workspaceId)! - 1;
          if (left === 0) inHandOf.delete(workspaceId);
          else inHandOf.set(workspaceId, left);
        },
      };
    },
  };
}

/** Asks again when the last answer is old; keys are few, and old ones are dropped with the rest. */
function remember(ask: (key: string) => Promise<number>): (key: string) => Promise<number> {
  const answers = new Map<string, Promise<number>>();
  let askedAt = 0;
  return (key) => {
    if (performance.now() - askedAt > lookMs) {
      answers.clear();
      askedAt = performance.now();
    }
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
