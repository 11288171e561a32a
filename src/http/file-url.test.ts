import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import { checkFileLink, mintFileUrl } from './file-url.ts';

const urls = { signingKey: createSecretKey(Buffer.alloc(32, 1)), ttlMs: 1000, publicUrl: undefined };
const file = { workspaceId: 'w', fileId: '-abc', name: 'a b/ü.pdf' };

function parse(url: string) {
  const { pathname, searchParams } = new URL(url);
  return {
    workspaceId: searchParams.get('workspace') ?? '',
    fileId: pathname.split('/')[2] ?? '',
    expires: Number(searchParams.get('expires')),
    signature: searchParams.get('signature') ?? '',
  };
}

test('a link opens until it expires', () => {
  const url = mintFileUrl(urls, 'http://h', file, 5000);
  assert.match(
    url,
    /^http:\/\/h\/files\/-abc\/a%20b%2F%C3%BC\.pdf\?workspace=w&expires=6000&signature=[\w-]{43}$/,
  );
  checkFileLink(urls.signingKey, parse(url), 6000);
  assert.throws(() => checkFileLink(urls.signingKey, parse(url), 6001), /expired/);
});

test('a configured public URL goes before the host of the request', () => {
  const url = mintFileUrl({ ...urls, publicUrl: 'https://mail.example/room' }, 'http://h', file);
  assert.match(url, /^https:\/\/mail\.example\/room\/files\/-abc\//);
});

test('a link that was changed does not open', () => {
  const link = parse(mintFileUrl(urls, 'http://h', file, 5000));
  const forged = [
    { ...link, fileId: '-abd' },
    { ...link, workspaceId: 'v' },
    { ...link, expires: link.expires + 1 },
    { ...link, expires: Number.NaN },
    { ...link, signature: `${link.signature.slice(0, -2)}AA` },
    { ...link, signature: '' },
    { ...link, signature: 'ü'.repeat(43) },
  ];
  for (const bad of forged) assert.throws(() => checkFileLink(urls.signingKey, bad, 5000), /not valid/);
  assert.throws(() => checkFileLink(createSecretKey(Buffer.alloc(32, 2)), link, 5000), /not valid/);
});
