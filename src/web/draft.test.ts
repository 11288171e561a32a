import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeChanges } from './draft.ts';

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
