import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  call,
  classifications,
  createSomeClassification,
  openTestApp,
  type TestApp,
  upload,
} from './api-app.ts';

async function uploadedUrl(app: TestApp, name = 'a b (ü).txt', content = '0123456789') {
  const classificationId = await createSomeClassification(app);
  const { json } = await upload(app, { classificationId }, [{ name, content }]);
  return { url: json.files[0].url as string, ids: { classificationId, batchId: json.batchId as string } };
}

const get = (
  app: TestApp,
  url: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'HEAD' = 'GET',
) => {
  const { pathname, search } = new URL(url);
  return app.app.inject({ method, url: pathname + search, headers });
};

test('a link opens without a key, as a download that cannot run', async () => {
  await using app = await openTestApp();
  const { url } = await uploadedUrl(app);
  assert.ok(url.startsWith('http://mailroom.test/files/'));
  const { statusCode, body, headers } = await get(app, url);
  assert.equal(statusCode, 200);
  assert.equal(body, '0123456789');
  assert.equal(headers['content-type'], 'text/plain');
  assert.equal(headers['content-length'], '10');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
  assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
  assert.equal(
    headers['content-disposition'],
    `attachment; filename="a b (_).txt"; filename*=UTF-8''a%20b%20%28%C3%BC%29.txt`,
  );
});

test('links are minted anew at each getResults', async () => {
  await using app = await openTestApp();
  const { url, ids } = await uploadedUrl(app);
  const { json } = await call(app, 'POST', `${classifications}/getResults`, ids);
  assert.equal(json.status, 'waiting');
  await app.database
    .updateTable('files')
    .set({ state: 'failed', error_code: 'x', error_message: 'x' })
    .execute();
  const expires = async () => {
    const answer = await call(app, 'POST', `${classifications}/getResults`, ids);
    return Number(new URL(answer.json.files[0].url).searchParams.get('expires'));
  };
  const first = await expires();
  assert.ok(first >= Number(new URL(url).searchParams.get('expires')));
  assert.ok(Math.abs(first - Date.now() - 60_000) < 10_000);
});

test('parts of a file can be had', async () => {
  await using app = await openTestApp();
  const { url } = await uploadedUrl(app);
  const part = await get(app, url, { range: 'bytes=2-4' });
  assert.equal(part.statusCode, 206);
  assert.equal(part.body, '234');
  assert.equal(part.headers['content-range'], 'bytes 2-4/10');
  const beyond = await get(app, url, { range: 'bytes=10-' });
  assert.equal(beyond.statusCode, 416);
  assert.equal(beyond.headers['content-range'], 'bytes */10');
  const etag = String(part.headers.etag);
  assert.equal((await get(app, url, { 'if-none-match': etag })).statusCode, 304);
  assert.equal((await get(app, url, { range: 'bytes=2-4', 'if-range': '"other"' })).statusCode, 200);
  const head = await get(app, url, {}, 'HEAD');
  assert.equal(head.headers['content-length'], '10');
  assert.equal(head.body, '');
});

test('an empty file opens', async () => {
  await using app = await openTestApp();
  const { url } = await uploadedUrl(app, 'empty.txt', '');
  const { statusCode, body, headers } = await get(app, url);
  assert.deepEqual([statusCode, body, headers['content-length']], [200, '', '0']);
});

test('a changed, expired or deleted link is dead', async () => {
  await using app = await openTestApp({ fileUrlTtlMs: -1 });
  const expired = await get(app, (await uploadedUrl(app)).url);
  assert.equal(expired.statusCode, 403);
  assert.match(expired.json().message, /expired/);

  await using fresh = await openTestApp();
  const { url, ids } = await uploadedUrl(fresh);
  const changed = await get(fresh, url.replace(/expires=\d+/, 'expires=99999999999999'));
  assert.equal(changed.statusCode, 403);
  assert.match(changed.json().message, /not valid/);
  assert.equal((await get(fresh, url.split('?')[0]!)).statusCode, 400);
  await call(fresh, 'DELETE', `${classifications}/deleteBatch`, ids);
  const deleted = await get(fresh, url);
  assert.equal(deleted.statusCode, 404);
  assert.equal(deleted.body, '{"status":"error","message":"The file was deleted"}');
});

test('without a public URL links lead to the host that was asked; forwarded headers count only from trusted proxies', async () => {
  const linkOf = async (trustedProxies: string[]) => {
    await using app = await openTestApp({ publicUrl: undefined, trustedProxies });
    const { ids } = await uploadedUrl(app);
    await app.database
      .updateTable('files')
      .set({ state: 'failed', error_code: 'x', error_message: 'x' })
      .execute();
    const response = await app.app.inject({
      method: 'POST',
      url: `${classifications}/getResults`,
      headers: {
        host: 'inside:8080',
        authorization: `Bearer ${app.key}`,
        'x-forwarded-host': 'outside.example',
        'x-forwarded-proto': 'https',
      },
      payload: ids,
    });
    return new URL(response.json().files[0].url).origin;
  };
  assert.equal(await linkOf([]), 'http://inside:8080');
  assert.equal(await linkOf(['127.0.0.1']), 'https://outside.example');
  assert.equal(await linkOf(['10.0.0.0/8']), 'http://inside:8080');
});
