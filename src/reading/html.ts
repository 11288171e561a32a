import { Parser } from 'htmlparser2';
import type { Warning } from './document.ts';
import { HtmlBlocks } from './html-blocks.ts';
import { hidesText } from './html-hidden.ts';
import { plainDocument } from './plain-layout.ts';
import type { PlainLine } from './plain-line.ts';
import type { Reader } from './reader.ts';
import { decodeTextFile } from './text.ts';

/** HTML: its visible text, blocks as lines, tables as columns. Nothing is ever fetched or run. */
export const readHtml: Reader = async (bytes, _name, { limits }) => {
  const { text, warnings } = decodeTextFile(bytes, declaredCharset(bytes));
  const html = parseHtml(text);
  return plainDocument('text/html', html.lines, limits, { warnings: [...warnings, ...html.warnings] });
};

/** Elements whose content is never seen. */
const unseen = /^(head|script|style|template|noscript|iframe|object|svg|math|audio|video|canvas|datalist)$/;
/** Deeper nesting is an attack (seen pages: 80); the parser's stack costs time by the square of its depth. */
const depthMax = 2_000;

/** The visible text of an HTML text, ready to be laid out. */
export function parseHtml(html: string): { lines: readonly PlainLine[]; warnings: readonly Warning[] } {
  const blocks = new HtmlBlocks();
  let depth = 0;
  /** Depth at which an unseen element opened; text counts again when it closes. */
  let unseenAt: number | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      if (unseenAt !== undefined) return;
      if (unseen.test(name) || hidesText(attributes)) unseenAt = depth;
      else blocks.open(name, attributes);
      if (depth > depthMax) parser.pause();
    },
    ontext(text) {
      if (unseenAt === undefined) blocks.addText(text);
    },
    onclosetag(name) {
      if (unseenAt === undefined) blocks.close(name);
      else if (unseenAt === depth) unseenAt = undefined;
      depth -= 1;
    },
  });
  parser.write(html);
  const isWhole = depth <= depthMax;
  if (isWhole) parser.end();
  const message = `HTML nested deeper than ${depthMax} elements was left out`;
  return { lines: blocks.finish(), warnings: isWhole ? [] : [{ code: 'content_left_out', message }] };
}

/** `<meta charset="iso-8859-1">` and `<meta http-equiv="Content-Type" content="text/html; charset=…">`. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]+)/i.exec(head)?.[1];
}
