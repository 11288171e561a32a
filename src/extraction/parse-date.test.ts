import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDates, isMonthFirst, isoDate } from './parse-date.ts';

function check(text: string, ...expected: readonly string[]): void {
  const found = findDates(text).map(
    ({ start, end, value }) => `${text.slice(start, end)} = ${isoDate(value, false)}`,
  );
  assert.deepEqual(found, expected);
}

test('dates are found in the forms that documents print', () => {
  check('am 18.07. 2020 um', '18.07. 2020 = 2020-07-18');
  check('2- Dec- 97', '2- Dec- 97 = 1997-12-02');
  check('this 20th day of May, 2014', '20th day of May, 2014 = 2014-05-20');
  check('OCT 3, 2016', 'OCT 3, 2016 = 2016-10-03');
  check("Jul03'12", "Jul03'12 = 2012-07-03");
  check('5 de marzo de 2020', '5 de marzo de 2020 = 2020-03-05');
  check('le 1er janvier 2021', '1er janvier 2021 = 2021-01-01');
  check('25/03/2024 09:52', '25/03/2024 = 2024-03-25');
  check('2016-02-10 und 12.03.16', '2016-02-10 = 2016-02-10', '12.03.16 = 2016-03-12');
  check('December 2018', 'December 2018 = 2018-12');
});

test('what is no date is none', () => {
  check('1.2.3.4');
  check('31.02.2020');
  check('143/311/00138');
  check('Version 12.1.2');
});

test('the order of day and month is learned from the dates that read one way', () => {
  assert.equal(isMonthFirst(['03/04/2020', '03/25/2020'], false), true);
  assert.equal(isMonthFirst(['03/04/2020', '25/03/2020'], true), false);
  assert.equal(isMonthFirst(['03/04/2020'], true), true);
  assert.equal(isoDate(findDates('03/04/2020')[0]!.value, true), '2020-03-04');
});
