/** A reader taken over by its file: tries what it should not, and tells how each ended. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

type Wishes = { read: Record<string, string>; write: Record<string, string>; port: number };

const { read, write, port } = JSON.parse(process.argv[2]!) as Wishes;
const outcomes: Record<string, string> = {};
const attempt = (name: string, act: () => unknown) => {
  try {
    act();
    outcomes[name] = 'done';
  } catch (error) {
    outcomes[name] = String((error as NodeJS.ErrnoException).code ?? error);
  }
};

for (const [name, path] of Object.entries(read)) attempt(name, () => readFileSync(path));
for (const [name, path] of Object.entries(write)) attempt(name, () => writeFileSync(path, 'x'));
attempt('start a program', () => execFileSync('/bin/true'));
const socket = connect(port, '127.0.0.1');
outcomes['connect to the machine'] = await new Promise((resolve) => {
  socket.once('connect', () => resolve('done'));
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
});
socket.destroy();
process.send?.(outcomes, () => process.disconnect());
