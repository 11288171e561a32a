/**
 * Looks at each source in turn: one worker at a time by a lease, so several servers on one database share them.
 * A source that fails is looked at less often, and says why until it goes well.
 */

import { Failure } from '../errors.ts';
import { createAlarm } from '../jobs/alarm.ts';
import type { Log } from '../log.ts';
import { claimSource, endLook, type Look, releaseLook, renewLook } from '../storage/source-looks.ts';
import type { Looked, LookParts } from './look.ts';
import { lookIntoFolder, type Sighting } from './look-into-folder.ts';
import { lookIntoMailbox } from './look-into-mailbox.ts';

export type WatchOptions = Omit<LookParts, 'look' | 'signal'> & { readonly log: Log };

const intervalMs = { folder: 10_000, mailbox: 60_000 } as const;
/** A file that is being copied has changed by then, one that is complete has not. */
const againMs = 2_000;
const failedMaxMs = 15 * 60_000;
const leaseMs = 30_000;
const pollMs = 500;
const troubleMs = 5_000;
/** Slow mail servers must not keep folders waiting. */
const looksMax = 4;

export function startWatchingSources(options: WatchOptions): AsyncDisposable {
  const { database, log } = options;
  const stop = new AbortController();
  const alarm = createAlarm();
  const looking = new Set<Promise<void>>();
  const sightings = new Map<string, Sighting>();

  async function look(claimed: Look): Promise<void> {
    const facts = { source: claimed.id, workspace: claimed.workspaceId };
    const lost = new AbortController();
    const signal = AbortSignal.any([stop.signal, lost.signal]);
    const renewing = setInterval(() => {
      renewLook(database, claimed, leaseMs).then(
        (isOurs) => isOurs || lost.abort(),
        (error) => log.warn({ err: error }, 'the lease of a source cannot be renewed'),
      );
    }, leaseMs / 3);
    try {
      const { again, trouble } = await lookInto({ ...options, look: claimed, signal }, sightings);
      if (trouble !== undefined) log.warn({ ...facts, trouble }, 'a source has trouble');
      await endLook(database, claimed, {
        nextMs: again ? againMs : intervalMs[claimed.kind],
        error: trouble,
      });
    } catch (error) {
      if (signal.aborted) return releaseLook(database, claimed);
      const known = error instanceof Failure;
      log.warn({ ...facts, ...(known ? { reason: error.message } : { err: error }) }, 'a look failed');
      const message = error instanceof Error ? error.message : String(error);
      await endLook(database, claimed, { nextMs: restMs(claimed), error: message });
    } finally {
      clearInterval(renewing);
    }
  }

  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        const due = looking.size < looksMax ? await claimSource(database, leaseMs) : undefined;
        if (due === undefined) await alarm.wait(pollMs);
        else {
          const running: Promise<void> = look(due)
            .catch((error) => log.error({ err: error }, 'a look could not be ended'))
            .finally(() => {
              looking.delete(running);
              alarm.ring();
            });
          looking.add(running);
        }
      } catch (error) {
        log.error({ err: error }, 'sources out of reach; trying again');
        await alarm.wait(troubleMs);
      }
    }
  }

  const looping = loop();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      alarm.ring();
      await looping;
      await Promise.all(looking);
    },
  };
}

async function lookInto(parts: LookParts, sightings: Map<string, Sighting>): Promise<Looked> {
  const { id, kind } = parts.look;
  if (kind === 'mailbox') return lookIntoMailbox(parts);
  const { sighting, ...looked } = await lookIntoFolder(parts, sightings.get(id) ?? new Map());
  sightings.set(id, sighting);
  return looked;
}

function restMs({ kind, failures }: Look): number {
  return Math.min(intervalMs[kind] * 2 ** Math.min(failures, 10), failedMaxMs);
}
