import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHtml } from './html.ts';

function check(html: string, ...expected: readonly string[]) {
  const lines = parseHtml(html).lines.map((line) => line.text);
  assert.deepEqual(
    lines.filter((line) => line !== ''),
    expected,
  );
}

test('blocks are lines, inline elements are not', () => {
  check('<p>Dear <b>An</b>na,<br>thank\n you</p><div>Bye</div>', 'Dear Anna,', 'thank you', 'Bye');
  check('a&nbsp;b &euro; &#8364; &amp;lt;', 'a b € € &lt;');
  check('<ul><li>one<li>two</ul><ol><li>x<li>y</ol>', '• one', '• two', '1. x', '2. y');
  check('<pre>a\n  b</pre>', 'a', '  b');
});

test('table cells of a row stay side by side, columns aligned', () => {
  check(
    '<table><tr><th>Item<th>Qty<th>Price<tr><td>Widget blue<td>2<td>10.00<tr><td colspan=2>Total<td>20.00</table>',
    'Item          Qty   Price',
    'Widget blue   2     10.00',
    'Total               20.00',
  );
  check('<table><tr><td><table><tr><td>No<td>17</table><td>right</table>', 'No   17   right');
  check('<table><tr><td>a<br>b<td>c</table>', 'a   c', 'b');
});

test('what a browser hides is not read', () => {
  check('<head><title>t</title><style>p{}</style></head><script>x<y</script><p>seen', 'seen');
  check('<div style="display: none">x<table><tr><td>y</table></div><p hidden>z</p>seen', 'seen');
  check('<!-- no --><noscript>no</noscript>seen', 'seen');
});

test('forms show their values', () => {
  check(
    'Name: <input value="Anna"><input type=checkbox checked> yes <input type=hidden value=no>',
    'Name: Anna [x] yes',
  );
});

test('headings are bold and large', () => {
  assert.deepEqual(parseHtml('<h1>Invoice</h1>').lines[0], { text: 'Invoice', rows: 2, bold: [[0, 7]] });
});

test('endless nesting ends with a warning, in time', () => {
  for (const tag of ['<div>', '<table><tr><td>', '<ul><li>', '<b>']) {
    const start = performance.now();
    const { warnings } = parseHtml(`seen${tag.repeat(200_000)}x`);
    assert.equal(warnings[0]?.code, 'content_left_out');
    assert.ok(performance.now() - start < 3_000);
  }
});
