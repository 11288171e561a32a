/** The server as its container and its unit run it: another user, no capabilities, a read-only file system. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { invoiceText } from './extraction-calls.ts';
import { call, results, testKey, until, upload } from './server-process.ts';

const root = resolve(import.meta.dirname, '..');
const canUnshare =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'setpriv', '--reuid=65532', 'true']).status === 0;

/**
 * Everything is read-only but /mnt/data, also what anybody may write to as a rule (9 says that it is not). The tree is bound there since its
 * parents may be closed to others.
 */
const script = `set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir -m 755 /mnt/app /mnt/data
chown 65532:65532 /mnt/data
mount --bind "$1" /mnt/app
mount -o remount,ro,bind /mnt/app
mount -t tmpfs -o uid=65532,mode=700 tmpfs /mnt/data
for point in /mnt /tmp /var/tmp /dev/shm /; do
  if mountpoint -q $point; then mount -o remount,ro,bind $point; fi
done
for point in /mnt /tmp /var/tmp /dev/shm /; do
  setpriv --reuid=65532 --clear-groups touch $point/mailroom-probe 2>/dev/null && exit 9
done
cd /mnt/app
exec setpriv --reuid=65532 --regid=65532 --clear-groups --no-new-privs --bounding-set=-all "$2" src/cli/main.ts serve`;

test('with a read-only file system and as a user without rights, only DATA_DIR is written to', {
  skip: canUnshare ? false : 'needs root and mount namespaces',
}, async (t) => {
  const environment = { PORT: '0', DATA_DIR: '/mnt/data', MAILROOM_API_KEY: testKey, READERS: '1' };
  const child = spawn('unshare', ['--mount', 'bash', '-c', script, 'bash', root, process.execPath], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const url = await until('the server', async () => {
    assert.equal(child.exitCode, null, 'it ended at its start');
    return /listens on (\S+)/.exec(output)?.[1];
  });
  const documentTypes = [
    { name: 'Invoice', description: 'Bill', uniqueWords: ['amount due'] },
    { name: 'Receipt', description: 'Proof of payment', uniqueWords: ['cash'] },
  ];
  const { json } = await call(url, 'POST', '/documentClassification/createClassification', {
    classificationDetails: { name: 'Read-only', documentTypes },
  });
  const sent = await upload(url, json.classificationId, [['invoice.txt', invoiceText(1)]]);
  const { files } = await results(url, json.classificationId, sent.json.batchId);
  assert.equal(files[0].result.documentType, 'Invoice');
  assert.equal((await fetch(url)).status, 200);
  child.kill('SIGTERM');
  assert.deepEqual(await exited, [0, null]);
});
