/** A server of one reader that hangs: prints the reader's id once it spins. */
import { fork } from 'node:child_process';

const child = fork(`${import.meta.dirname}/spinning-child.ts`, { detached: true });
child.once('message', () => console.log(child.pid));
