/** Filled forms: which words are the value of which label. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document, Word } from '../reading/document.ts';
import { extractFields } from './extract-fields.ts';
import { toPlainResult } from './extracted.ts';
import { parseFields } from './field.ts';

/** A text at a place of a page of 600 by 400 points, printed or filled into a field of that number. */
type Cell = readonly [left: number, top: number, text: string, formField?: number];

function form(cells: readonly Cell[]): Document {
  const lines = cells.map(([left, top, text, formField]) => {
    let at = left;
    const words = text.split(' ').map((part): Word => {
      const width = 5 * [...part].length;
      const box = [at / 600, top / 400, width / 600, 10 / 400] as const;
      at += width + 3;
      return { text: part, box, ...(formField === undefined ? {} : { formField }) };
    });
    return { words, box: [left / 600, top / 400, (at - left) / 600, 10 / 400] as const };
  });
  return {
    mediaType: 'application/pdf',
    pageCount: 1,
    pages: [{ number: 1, width: 600, height: 400, rotation: 0, source: 'text-layer', lines }],
    attachments: [],
    warnings: [],
  };
}

async function read(cells: readonly Cell[], fields: readonly unknown[]): Promise<unknown> {
  return toPlainResult(await extractFields(form(cells), parseFields(fields)));
}

test('a box before its label is not taken for the one after the label before', async () => {
  const cells: Cell[] = [
    [20, 20, 'Legal form'],
    [20, 40, '☐', 0],
    [34, 40, 'Sole trader'],
    [104, 40, '☒', 1],
    [118, 40, 'Partnership'],
    [188, 40, '☐', 2],
    [202, 40, 'Cooperative'],
  ];
  const asked = ['SoleTrader', 'Partnership', 'Cooperative'].map((key) => ({ key, type: 'boolean' }));
  assert.deepEqual(await read(cells, asked), {
    SoleTrader: 'unselected',
    Partnership: 'selected',
    Cooperative: 'unselected',
  });
});

const address: Cell[] = [
  [20, 20, 'Name of the applicant'],
  [20, 32, 'Marta Kowalska', 0],
  [20, 50, 'Address (number and street)'],
  [20, 62, '55 Philmont Streetz', 1],
  [20, 80, 'City, state and ZIP code'],
  [20, 92, 'Delaware, OH 43015', 2],
  [20, 110, 'Tax number'],
  [20, 122, '908', 3],
  [50, 122, '34', 4],
  [80, 122, '3456', 5],
];

test('an address whose city is asked for apart is the line of the street', async () => {
  const asked = [{ key: 'Name' }, { key: 'Address' }, { key: 'CityStateZip' }];
  assert.deepEqual(await read(address, asked), {
    Name: 'Marta Kowalska',
    Address: '55 Philmont Streetz',
    CityStateZip: 'Delaware, OH 43015',
  });
});

test('a number parted into small fields is one number', async () => {
  assert.deepEqual(await read(address, [{ key: 'TaxNumber' }]), { TaxNumber: '908 34 3456' });
});

test('a label of two lines leads to the field under it, whatever stands in the rows between', async () => {
  const cells: Cell[] = [
    [20, 20, '13 Excess golden parachute'],
    [220, 20, '14 Nonqualified deferred'],
    [420, 26, 'This copy is'],
    [34, 32, 'payments'],
    [234, 32, 'compensation'],
    [420, 38, 'yours to keep'],
    [20, 46, '$'],
    [30, 46, '300,000', 0],
    [220, 46, '$'],
    [230, 46, '1,000', 1],
    [20, 70, '15 State income'],
    [220, 70, '16 Rents'],
    [30, 82, '70', 2],
    [230, 82, '2,000', 3],
    [30, 110, 'Test Company', 4],
  ];
  const asked = ['ExcessGoldenParachutePayments', 'NonqualifiedDeferredCompensation', 'Rents'];
  assert.deepEqual(
    await read(
      cells,
      asked.map((key) => ({ key, type: 'number' })),
    ),
    {
      ExcessGoldenParachutePayments: '300,000',
      NonqualifiedDeferredCompensation: '1,000',
      Rents: '2,000',
    },
  );
});

test('the words of a value that are set wide apart stay together', async () => {
  const cells: Cell[] = [
    [20, 20, 'Sample specifications written by'],
    [190, 20, 'W. E.'],
    [230, 20, 'Routh'],
    [20, 40, 'Laboratory'],
    [190, 40, '3'],
    [208, 40, 'cartons'],
    [20, 60, 'Tear tape'],
    [190, 60, 'White'],
  ];
  const asked = [{ key: 'Sample specifications written by' }, { key: 'Laboratory' }, { key: 'Tear tape' }];
  assert.deepEqual(await read(cells, asked), {
    'Sample specifications written by': 'W. E. Routh',
    Laboratory: '3 cartons',
    'Tear tape': 'White',
  });
});

test('a label of the template ends the value before it, also where a letter of it was misread', async () => {
  const cells: Cell[] = [
    [20, 20, 'SOURCE'],
    [120, 20, 'LOAILLARD NO'],
    [220, 20, 'OR39-23'],
    [20, 40, 'STRAIN OF MICE'],
    [120, 40, 'Swiss-Webster'],
  ];
  const asked = [{ key: 'SOURCE' }, { key: 'LORILLARD NO' }, { key: 'STRAIN OF MICE' }];
  assert.deepEqual(await read(cells, asked), {
    'LORILLARD NO': 'OR39-23',
    'STRAIN OF MICE': 'Swiss-Webster',
  });
});

test('an id for value added tax is the one that names its country, not the number of a tax office', async () => {
  const cells: Cell[] = [
    [20, 20, 'Steuernummer: 201/113/40209'],
    [20, 40, 'USt-IdNr.: DE136695976'],
  ];
  const asked = [{ key: 'seller_vat_id', description: 'VAT id of the seller' }];
  assert.deepEqual(await read(cells, asked), { seller_vat_id: 'DE136695976' });
});
