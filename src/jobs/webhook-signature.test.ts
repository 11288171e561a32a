import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { signEvent, standardSecret } from './webhook-signature.ts';

const result = [{ extractionId: '-x', fileName: 'März "1".pdf', result: { b: '1.0', 10: 'ten', 2: 'two' } }];

/** The vendor's recipe, as its receivers apply it: parse, take `result`, stringify, sign, compare. */
function vendorAccepts(body: string, signature: string, secret: string): boolean {
  const key = secret.replace('E_AI_K_', '');
  const message = JSON.stringify(JSON.parse(body).result);
  return createHmac('sha256', key).update(message).digest('base64') === signature;
}

for (const secret of [
  `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
  'E_AI_K_abcdefghijklmnop',
  'mr_the-api-key-itself',
]) {
  test(`both recipes accept what is signed with ${secret.slice(0, 6)}…`, () => {
    const { body, headers } = signEvent({ id: 'msg_1', event: 'extraction.processed', result }, secret);
    assert.ok(vendorAccepts(body, headers['x-webhook-signature']!, secret));
    const webhook = new Webhook(standardSecret(secret));
    assert.deepEqual(webhook.verify(body, { ...headers }), JSON.parse(body));
    assert.throws(() => webhook.verify(body.replace('ten', 'one'), { ...headers }));
  });
}

test('keys, order and letters are those of JSON.stringify after a round trip', () => {
  const { body } = signEvent({ id: 'm', event: 'e', result }, 'secret-secret-secret');
  assert.equal(
    body,
    '{"event":"e","result":[{"extractionId":"-x","fileName":"März \\"1\\".pdf","result":{"2":"two","10":"ten","b":"1.0"}}]}',
  );
});
