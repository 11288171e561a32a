import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeChanges, describeSettings } from './draft.ts';

const invoice = { name: 'Invoice', description: 'A bill', uniqueWords: ['bill to', 'due'] };

test('changes between revisions are told type by type', () => {
  const receipt = { name: 'Receipt', description: '', uniqueWords: [] };
  const changed = { ...invoice, description: 'A request for payment', uniqueWords: ['due', 'net'] };
  assert.deepEqual(describeChanges([invoice, receipt], [changed, { ...receipt, name: 'Ticket' }]), [
    'removed Receipt',
    'Invoice: another description',
    'Invoice: without “bill to”',
    'Invoice: with “net”',
    'added Ticket',
  ]);
  assert.deepEqual(describeChanges([invoice], [invoice]), []);
});

test('changed settings are told with both values', () => {
  assert.deepEqual(describeSettings({ reviewThreshold: 0.5 }, { reviewThreshold: 0.8 }), [
    'review below: 0.5 → 0.8',
  ]);
  assert.deepEqual(describeSettings({}, { otherThreshold: 0.6 }), ['“other” threshold: default → 0.6']);
});
