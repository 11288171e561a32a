import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasLuhnDigit, isIban, isIsin, isMachineReadableZone } from './check-digits.ts';

test('check digits hold for the published samples and fail for a slip', () => {
  assert.equal(isIban('DE89 3704 0044 0532 0130 00'), true);
  assert.equal(isIban('DE89 3704 0044 0532 0130 01'), false);
  assert.equal(isIsin('US0378331005'), true);
  assert.equal(isIsin('US0378331006'), false);
  assert.equal(hasLuhnDigit('4539 1488 0343 6467'), true);
  assert.equal(hasLuhnDigit('4539 1488 0343 6468'), false);
});

test('the specimen passport of ICAO 9303 holds', () => {
  const lines = [
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ];
  assert.equal(isMachineReadableZone(lines), true);
  assert.equal(isMachineReadableZone([lines[0]!, lines[1]!.replace('7408122', '7408132')]), false);
});
