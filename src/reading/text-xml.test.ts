import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xmlToLines } from './text-xml.ts';

test('an element with text is a label with its value', () => {
  const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
    <ubl:Invoice xmlns:ubl="urn"><cbc:IssueDate>2024-05-01</cbc:IssueDate>
    <cbc:Amount currencyID="EUR">5 &lt; 6 &b;</cbc:Amount></ubl:Invoice>`;
  assert.deepEqual(
    xmlToLines(xml).map((line) => line.text.trim()),
    ['Issue Date   2024-05-01', 'currency ID   EUR', 'Amount   5 < 6 &b;'],
  );
});
