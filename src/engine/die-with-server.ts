import { Worker } from 'node:worker_threads';

/** A server that was killed leaves its readers without anyone to bound them. */
const watchMs = 1_000;

/**
 * Ends this process and what it started when the server is gone. Watched from a thread of its own: a
 * parser in an endless loop never hears of the closed channel.
 */
export function dieWithServer(): void {
  process.on('disconnect', endGroup);
  const watch = `
    const parent = ${process.ppid};
    setInterval(() => process.ppid === parent || process.kill(-${process.pid}, 'SIGKILL'), ${watchMs});
  `;
  new Worker(watch, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}

/** The pool started this process as the leader of its own group. */
function endGroup(): void {
  process.kill(-process.pid, 'SIGKILL');
}
