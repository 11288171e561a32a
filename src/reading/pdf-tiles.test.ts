import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasEndlessTiles } from './pdf-tiles.ts';

const pattern = (dictionary: string) => Buffer.from(`9 0 obj\n<< ${dictionary} >>\nstream\nf\nendstream`);

test('a pattern is endless by the size that its tiles have on the page, not by its own numbers', () => {
  const endless = [
    '/XStep 0.001 /YStep 9',
    '/XStep 9 /YStep\n-.002',
    '/XStep 0 /YStep 1',
    '/YStep 1 /XStep 1e-5 /Matrix [.1 0 0 .1 5 5] /XStep 0.1 /YStep 0.04',
  ];
  for (const dictionary of endless) assert.equal(hasEndlessTiles(pattern(dictionary)), true, dictionary);
  const fine = ['/XStep 9 /YStep 9', '/XStep 0.001 /YStep 0.001 /Matrix [9000 0 0 9000 0 0]', '/Steps 0', ''];
  for (const dictionary of fine) assert.equal(hasEndlessTiles(pattern(dictionary)), false, dictionary);
  const beside = Buffer.concat([pattern('/Matrix [9000 0 0 9000 0 0]'), pattern('/XStep 0.001')]);
  assert.equal(hasEndlessTiles(beside), true, 'the matrix of another object counts for nothing');
});
