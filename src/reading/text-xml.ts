import { Parser } from 'htmlparser2';
import { plainDocument } from './plain-layout.ts';
import type { PlainLine } from './plain-line.ts';
import type { Reader } from './reader.ts';
import { decodeTextFile } from './text.ts';

/** Deeper elements are not indented further; an invoice in UBL nests seven. */
const indentMax = 12;
/** As in HTML: the parser's stack costs time by the square of its depth. */
const depthMax = 2_000;

/**
 * XML (an electronic invoice, an export): a line a text, its element's name before it as a label. Entities
 * beyond the five of XML and character references are not expanded, so there is nothing to bomb with.
 */
export const readXml: Reader = async (bytes, _name, { limits }) => {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)/.exec(head)?.[1];
  const { text, warnings } = decodeTextFile(bytes, declared);
  return plainDocument('application/xml', xmlToLines(text), limits, { warnings });
};

export function xmlToLines(xml: string): PlainLine[] {
  const lines: PlainLine[] = [];
  const path: string[] = [];
  let text = '';
  const flush = () => {
    const label = path.at(-1);
    const value = text.replace(/\s+/g, ' ').trim();
    text = '';
    if (value === '' || label === undefined) return;
    lines.push({ text: `${'  '.repeat(Math.min(path.length - 1, indentMax))}${label}   ${value}` });
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        flush();
        path.push(spellOut(name));
        for (const [key, value] of Object.entries(attributes))
          if (!key.startsWith('xmlns') && !key.includes(':') && /[\p{L}\d]/u.test(value))
            addAttribute(lines, path, key, value);
        if (path.length > depthMax) parser.pause();
      },
      ontext(part) {
        text += part;
      },
      onclosetag() {
        flush();
        path.pop();
      },
    },
    { xmlMode: true },
  );
  parser.write(xml);
  if (path.length <= depthMax) parser.end();
  return lines;
}

/** Attributes hold values in some exports, bookkeeping in others (`currencyID="EUR"`): a row of their own. */
function addAttribute(lines: PlainLine[], path: readonly string[], key: string, value: string): void {
  const indent = '  '.repeat(Math.min(path.length, indentMax));
  lines.push({ text: `${indent}${spellOut(key)}   ${value.replace(/\s+/g, ' ')}` });
}

/** Words as a person would write a label: "cbc:IssueDate" gives "Issue Date". */
function spellOut(name: string): string {
  return name
    .replace(/^.*:/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
}
