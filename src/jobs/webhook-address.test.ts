import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress, pinAddresses } from './webhook-address.ts';
import { checkWebhookUrl } from './webhook-settings.ts';

test('only addresses of the public internet are public', () => {
  const special =
    '127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.7 198.18.0.1 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 2001:0:1::';
  for (const address of special.split(' ')) assert.equal(isPublicAddress(address), false, address);
  for (const address of ['8.8.8.8', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '::ffff:8.8.8.8']) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

test('a host that leads to a private address is refused, in every way of writing it', async () => {
  for (const url of [
    'http://localhost/',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
  ]) {
    await assert.rejects(pinAddresses(new URL(url), false), /no public address/, url);
    assert.throws(() => checkWebhookUrl(url, false), /no public address/, url);
  }
  assert.deepEqual(await pinAddresses(new URL('http://[::1]:8080/'), true), [{ address: '::1', family: 6 }]);
});

test('a URL must be http or https and hold no password', () => {
  for (const url of ['ftp://example.com/', 'example.com', 'file:///etc/passwd', 'https://a:b@example.com/']) {
    assert.throws(() => checkWebhookUrl(url, true), url);
  }
  assert.equal(checkWebhookUrl('https://example.com', false), 'https://example.com/');
});
