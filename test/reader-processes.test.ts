import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeTextPdf } from '../fixtures/text-pdf.ts';
import { createProcessPool } from '../src/engine/process-pool.ts';
import type { ReaderBounds } from '../src/engine/reader-child.ts';
import { createLog } from '../src/log.ts';
import { documentText } from '../src/reading/document.ts';
import { defaultReadingLimits } from '../src/reading/limits.ts';
import { isRunning, until } from './server-process.ts';

const roomy: ReaderBounds = { memoryBytes: 2 ** 31, pageTimeoutMs: 60_000, fileTimeoutMs: 60_000 };

function openPool(bounds: Partial<ReaderBounds> = {}, waitingMax = 100) {
  return createProcessPool({
    size: 1,
    waitingMax,
    bounds: { ...roomy, ...bounds },
    settings: { limits: defaultReadingLimits, ocrLanguages: ['eng'], warm: false },
    log: createLog('silent'),
  });
}

async function writeTask(dir: string, name: string, content: string) {
  const path = join(dir, name);
  await writeFile(path, content);
  return { kind: 'read', path, name } as const;
}

const temporary = () => mkdtempDisposable(join(tmpdir(), 'mailroom-pool-'));

test('a killed reader process fails its own file only; the next file finds a fresh process', async () => {
  await using dir = await temporary();
  await using pool = openPool();
  const task = await writeTask(dir.path, 'a.txt', 'Hello mailroom');
  const long = await writeTask(dir.path, 'long.txt', 'word '.repeat(2_000_000));
  const first = await pool.run<'read'>(task);
  assert.equal(documentText(first), 'Hello mailroom');

  const doomed = pool.run<'read'>(long).catch((error) => error);
  process.kill(await onlyReader(), 'SIGKILL');
  assert.equal((await doomed).code, 'reader_crashed');
  assert.equal(documentText(await pool.run<'read'>(task)), 'Hello mailroom');
});

test('a file that takes too long fails with the limit in its message', async () => {
  await using dir = await temporary();
  await using pool = openPool({ pageTimeoutMs: 1 });
  const task = await writeTask(dir.path, 'a.txt', 'Hello mailroom');
  await assert.rejects(pool.run<'read'>(task), { code: 'reader_timeout' });
});

test('a file that takes too much memory fails, and its process is gone', async () => {
  await using dir = await temporary();
  await using pool = openPool({ memoryBytes: 40 * 1024 * 1024 });
  const task = await writeTask(dir.path, 'long.txt', 'word '.repeat(2_000_000));
  await assert.rejects(pool.run<'read'>(task), { code: 'reader_out_of_memory' });
});

test('a reader process is replaced after 2,000 pages, between two files', async () => {
  await using dir = await temporary();
  await using pool = openPool();
  const path = join(dir.path, 'long.pdf');
  await writeFile(path, writeTextPdf(Array.from({ length: 500 }, (_, at) => [`Page ${at} of many`])));
  const long = { kind: 'read', path, name: 'long.pdf' } as const;
  const first = await onlyReader();
  for (let times = 0; times < 4; times += 1) {
    assert.ok(isRunning(first), `after ${times} times 500 pages`);
    await pool.run<'read'>(long);
  }
  await until('the old process to be gone', async () => !isRunning(first) || undefined);
  assert.equal(readerProcesses().length, 1);
});

test('a reader process that has grown to three quarters of its memory is replaced after the file', async () => {
  await using dir = await temporary();
  const task = await writeTask(dir.path, 'a.txt', 'Hello mailroom');
  const usual = openPool();
  await usual.run<'read'>(task);
  const [bytes = 0] = await usual.residentBytes();
  await usual[Symbol.asyncDispose]();
  await using pool = openPool({ memoryBytes: bytes * 1.2 });
  const first = await onlyReader();
  assert.equal(documentText(await pool.run<'read'>(task)), 'Hello mailroom');
  await until('the old process to be gone', async () => !isRunning(first) || undefined);
  assert.equal(documentText(await pool.run<'read'>(task)), 'Hello mailroom');
});

test('tasks past the waiting limit are refused rather than piled up', async () => {
  await using dir = await temporary();
  await using pool = openPool({}, 1);
  const task = await writeTask(dir.path, 'a.txt', 'Hello mailroom');
  const accepted = [pool.run<'read'>(task), pool.run<'read'>(task)];
  await assert.rejects(pool.run<'read'>(task), { code: 'unavailable' });
  await Promise.all(accepted);
});

test('a closed pool leaves no process behind', async () => {
  await using dir = await temporary();
  const pool = openPool();
  await pool.run<'read'>(await writeTask(dir.path, 'a.txt', 'Hello mailroom'));
  await pool[Symbol.asyncDispose]();
  await until('the reader process to end', async () => (readerProcesses().length === 0 ? true : undefined));
});

test('a reader in an endless loop ends with its server', async () => {
  const parent = spawn(process.execPath, [join(import.meta.dirname, 'spinning-parent.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string];
  const reader = Number(line);
  parent.kill('SIGKILL');
  await until('the reader to end', async () => (isRunning(reader) ? undefined : true));
});

/** The process id of the pool's one reader; those that an earlier test's pool killed may take a moment to be gone. */
function onlyReader(): Promise<number> {
  return until('one reader process to be left', async () => {
    const [first, ...others] = readerProcesses();
    return others.length === 0 ? first : undefined;
  });
}

/** Process ids of our running children; zombies do not count. */
function readerProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        // "pid (name) state parent …"
        const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
        return Number(parent) === process.pid && state !== 'Z';
      } catch {
        return false;
      }
    })
    .map(Number);
}
