import pg from 'pg';
import { connectionSettings } from './postgres.ts';

/** Tells all processes on one PostgreSQL that there is work. What goes astray costs one poll. */
export type WakeChannel = AsyncDisposable & {
  tell(): void;
  onTold(listener: () => void): void;
};

const channel = 'mailroom_jobs';
/** Many uploads, one word: a notification holds up all commits of the server for a moment. */
const gatherMs = 20;
const reconnectMs = 1000;

/** On a connection of its own: one from the pool would be another's at any moment. */
export function openWakeChannel(url: string): WakeChannel {
  const listeners: (() => void)[] = [];
  let client: pg.Client | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let reconnecting: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const opened = new pg.Client(connectionSettings(url));
    opened.on('notification', () => {
      for (const listener of listeners) listener();
    });
    opened.on('error', () => {});
    opened.once('end', () => {
      if (client === opened) client = undefined;
      if (!closed) reconnecting = setTimeout(() => void connect(), reconnectMs);
    });
    try {
      await opened.connect();
      await opened.query(`listen ${channel}`);
      if (closed) await opened.end();
      else client = opened;
    } catch {
      // Its end comes as an event, and with it the next try.
      await opened.end().catch(() => {});
    }
  }

  const connecting = connect();
  return {
    tell() {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        client?.query(`notify ${channel}`).catch(() => {});
      }, gatherMs);
    },
    onTold: (listener) => void listeners.push(listener),
    async [Symbol.asyncDispose]() {
      closed = true;
      clearTimeout(gathering);
      clearTimeout(reconnecting);
      await connecting;
      await client?.end();
    },
  };
}
