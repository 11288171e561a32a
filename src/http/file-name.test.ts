import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanFileName } from '../storage/clean-file-name.ts';
import { parseDisposition } from './file-name.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

test('the name of a file is read however the client encoded it', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['form-data; name="files"; filename="a.pdf"', 'a.pdf'],
    ['form-data; name=files; filename=a b.pdf', 'a b.pdf'],
    [`form-data; name="files"; filename="${utf8('Zürich €.pdf')}"`, 'Zürich €.pdf'],
    ['form-data; name="files"; filename="Z\u00fcrich.pdf"', 'Zürich.pdf'],
    ['form-data; name="files"; filename="x.pdf"; filename*=UTF-8\'\'%e2%82%ac%20a.pdf', '€ a.pdf'],
    ['form-data; name="files"; filename*=iso-8859-1\'en\'%a3.pdf', '£.pdf'],
    ['form-data; name="files"; filename="say \\"hi\\"; now.pdf"', 'say "hi"; now.pdf'],
    ['form-data; name="files"; filename="C:\\Users\\me\\x.pdf"', 'C:\\Users\\me\\x.pdf'],
    ['form-data; name="files"; filename=""', ''],
    ['form-data; name="classificationId"', undefined],
  ];
  for (const [header, expected] of cases) assert.equal(parseDisposition(header).fileName, expected, header);
});

test('a part without a name is refused', () => {
  assert.throws(() => parseDisposition('form-data; filename="a"'), /has no name/);
  assert.throws(() => parseDisposition(undefined), /has no name/);
});

test('a name loses paths and control characters, and nothing else', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Rechnung Nr. 5 (März).pdf', 'Rechnung Nr. 5 (März).pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\x.pdf', 'x.pdf'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['exe\u202efdp.exe', 'exefdp.exe'],
    [utf8('Zürich.pdf'), 'Zürich.pdf'],
    ['Ãœber alles €.pdf', 'Ãœber alles €.pdf'],
    ['請求書.pdf', '請求書.pdf'],
    ['👩‍💻.png', '👩‍💻.png'],
    ['', 'file'],
    ['..', 'file'],
    ['dir/', 'file'],
    ['\ud800.pdf', '\ufffd.pdf'],
  ];
  for (const [name, expected] of cases) assert.equal(cleanFileName(name), expected);
});

test('a long name keeps its extension', () => {
  const clean = cleanFileName(`${'😀'.repeat(300)}.pdf`);
  assert.ok(clean.length <= 255 && clean.endsWith('😀.pdf'));
});
