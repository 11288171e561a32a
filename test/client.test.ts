import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { generateOperations } from '../packages/client/generate.ts';
import { createMailroom, MailroomError } from '../packages/client/src/index.ts';
import { packAndInstall } from './packed.ts';
import { deskKey, officeTypes, startDesk } from './v2-server.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const documents = ['contract', 'invoice', 'resume'].map((name) =>
  join(root, `examples/documents/${name}.txt`),
);

test('the operations of the client are those of the OpenAPI document', async () => {
  await using server = await startDesk();
  const document = await (await fetch(`${server.url}/openapi.json`)).json();
  const written = await readFile(join(root, 'packages/client/src/operations.ts'), 'utf8');
  assert.equal(written, generateOperations(document as never), 'Out of date: run `npm run client`');
});

test('the client, installed from its tarball, runs the example under plain node', async (t) => {
  await using packed = await packAndInstall(join(root, 'packages/client'), 'mailroom-client');
  await using server = await startDesk();

  await t.test('it is JavaScript with types, and depends on nothing', async () => {
    const { dependencies } = JSON.parse(await readFile(join(packed.installed, 'package.json'), 'utf8'));
    assert.equal(dependencies, undefined);
    assert.deepEqual(
      packed.files.filter((path) => !/^(dist\/[\w-]+\.(js|d\.ts)|package\.json|README\.md)$/.test(path)),
      [],
    );
  });

  await t.test('the example prints the types', async () => {
    await cp(join(root, 'examples'), join(packed.folder, 'examples'), { recursive: true });
    const { stdout } = await run(
      process.execPath,
      ['examples/client.js', server.url, deskKey, ...documents],
      {
        cwd: packed.folder,
      },
    );
    assert.match(stdout, /contract\.txt: Contract \(0\.\d+\)/);
    assert.match(stdout, /invoice\.txt: Invoice/);
    assert.match(stdout, /refused as it should: not_found/);
  });

  await t.test(
    "a program of TypeScript gets the answers' types, and wrong calls do not compile",
    async () => {
      await writeFile(join(packed.folder, 'package.json'), '{"type":"module"}');
      const check = async (line: string) => {
        const program = `import { createMailroom, type Batch } from 'mailroom-client';
        const mailroom = createMailroom({ url: '', key: '' });
        export const batch: Batch = await mailroom.batches.read({ batchId: 'a' });
        ${line}`;
        await writeFile(join(packed.folder, 'program.ts'), program);
        const options = [
          '--noEmit',
          '--strict',
          '--module',
          'nodenext',
          '--target',
          'es2022',
          '--lib',
          'es2023,dom',
        ];
        return run(join(root, 'node_modules/.bin/tsc'), [...options, 'program.ts'], {
          cwd: packed.folder,
        }).then(
          () => '',
          ({ stdout }) => stdout as string,
        );
      };
      assert.equal(await check('export const waiting: number = batch.counts.waiting;'), '');
      assert.match(await check("await mailroom.batches.list({ limit: 'many' });"), /TS2322/);
      assert.match(await check('await mailroom.batches.read({});'), /TS2741/);
    },
  );
});

test('what the client sends arrives: streams, names, filters, ids of batches', async () => {
  await using server = await startDesk();
  const mailroom = createMailroom({ url: `${server.url}/`, key: deskKey });
  const { id: classificationId } = await mailroom.classifications.create({
    name: 'Mail',
    documentTypes: officeTypes,
  });
  const text = 'Invoice number 7. Bill to: us. Amount due: 9.00';
  async function* pieces() {
    yield new TextEncoder().encode(text.slice(0, 9));
    yield new TextEncoder().encode(text.slice(9));
  }
  const first = await mailroom.upload({
    classificationId,
    files: [
      { name: 'a näme; 1.txt', content: pieces() },
      { name: 'b.txt', content: text },
    ],
  });
  const both = await mailroom.upload({
    batchId: first.id,
    files: [{ name: 'c.txt', content: new TextEncoder().encode(text) }],
  });
  assert.equal(both.counts.files, 3);
  const done = await mailroom.waitForBatch(first.id);
  assert.deepEqual([done.state, done.counts.processed], ['finished', 3]);

  const { items, next } = await mailroom.files.list({ batchId: first.id, limit: 2 });
  assert.equal(items.length, 2);
  const rest = await mailroom.files.list({ batchId: first.id, limit: 2, cursor: next! });
  const all = [...items, ...rest.items];
  assert.deepEqual(all.map(({ name }) => name).toSorted(), ['a näme; 1.txt', 'b.txt', 'c.txt']);
  const streamed = all.find(({ name }) => name.startsWith('a'))!;
  assert.equal(await (await mailroom.files.original({ fileId: streamed.id })).text(), text);
  assert.equal(await mailroom.files.delete({ fileId: streamed.id }), undefined);
});

test('errors are told by code, and a repeat by the same key makes nothing twice', async () => {
  await using server = await startDesk();
  let broken = 0;
  const flaky: typeof fetch = async (...asked) => {
    const answer = await fetch(...asked);
    broken += 1;
    if (broken === 1) throw new TypeError('fetch failed');
    return answer;
  };
  const mailroom = createMailroom({ url: server.url, key: deskKey, fetch: flaky });
  const body = { name: 'Once', documentTypes: officeTypes };
  // The first answer is lost on the way; the repeat gets it.
  await mailroom.classifications.create(body, { idempotencyKey: 'once' });
  assert.equal((await mailroom.classifications.list()).items.length, 1);

  const refused = await mailroom.classifications
    .create({ name: '', documentTypes: [] })
    .catch((error) => error);
  assert.ok(refused instanceof MailroomError);
  assert.deepEqual([refused.status, refused.code, refused.retryable], [400, 'invalid_request', false]);
  assert.ok(refused.errors.length > 0 && refused.requestId);
  const stranger = createMailroom({ url: server.url, key: 'not-a-key-of-this-server' });
  await assert.rejects(stranger.batches.list(), { code: 'unauthorized' });

  // Without a key a POST whose answer is lost is not sent again.
  broken = 0;
  await assert.rejects(mailroom.classifications.create(body), { message: 'fetch failed' });
  assert.equal((await mailroom.classifications.list()).items.length, 2);
});
