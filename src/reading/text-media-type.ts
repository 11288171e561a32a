/** Which kind of text a text is: mail, HTML, XML, or by its name Markdown and CSV. */
import { decodeText } from './text-decode.ts';

type TextMediaType =
  | 'message/rfc822'
  | 'text/html'
  | 'application/xml'
  | 'image/svg+xml'
  | 'text/csv'
  | 'text/markdown'
  | 'text/plain';

export function sniffTextMediaType(head: Uint8Array, name: string): TextMediaType {
  const text = decodeText(head).text.trimStart();
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (isMail(text, extension)) return 'message/rfc822';
  const markup = sniffMarkup(text, extension);
  if (markup !== undefined) return markup;
  if (extension === 'csv' || extension === 'tsv') return 'text/csv';
  if (extension === 'md' || extension === 'markdown') return 'text/markdown';
  return 'text/plain';
}

/** Header names that a person writes into a letter too. */
const commonHeader = /^(from|to|cc|bcc|subject|date|reply-to|sender)$/;
/** Header names that only a mail program writes. */
const mailHeader =
  /^(received|return-path|delivered-to|message-id|mime-version|content-type|content-transfer-encoding|dkim-signature|x-[a-z-]+|references|in-reply-to)$/;

/**
 * A mail starts with header lines, at least one of them a program's. "From: … To: … Subject: …" typed at the
 * head of a TXT is a memo, unless its name says mail.
 */
function isMail(text: string, extension: string): boolean {
  let common = 0;
  let technical = 0;
  for (const line of text.replace(/^From .*\r?\n/, '').split(/\r?\n/, 60)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) continue;
    // "Content-Type: text/plain" gives the name before its colon.
    const header = /^([A-Za-z][A-Za-z0-9-]*)\s*:/.exec(line)?.[1]?.toLowerCase();
    if (header === undefined) break;
    if (commonHeader.test(header)) common += 1;
    if (mailHeader.test(header)) technical += 1;
  }
  if (extension === 'eml') return common + technical >= 1;
  return common >= 1 && technical >= 1 && common + technical >= 3;
}

function sniffMarkup(text: string, extension: string): TextMediaType | undefined {
  if (!text.startsWith('<')) {
    // A page cut out of its frame: only the name tells it from a text that holds a tag.
    return /^html?$/.test(extension) && /<[a-z!]/i.test(text) ? 'text/html' : undefined;
  }
  // Leaves the root: "<?xml …?><!-- … --><ubl:Invoice xmlns=…>" gives "ubl:Invoice".
  const start = text.replace(/^(\s*<(\?[^>]*\?|!--[\s\S]*?--)>)+\s*/, '');
  const root = /^<!doctype\s+([\w:.-]+)/i.exec(start)?.[1] ?? /^<([\w:.-]+)/.exec(start)?.[1] ?? '';
  if (/^svg$/i.test(root)) return 'image/svg+xml';
  const isHtmlRoot = /^(html|head|body|div|p|table|meta|title|style|span|center|font|h[1-6])$/i.test(root);
  if (isHtmlRoot || /^html?$/.test(extension)) return 'text/html';
  const isXml = text.startsWith('<?xml') || /^<[\w:.-]+[^>]*\sxmlns/.test(start) || extension === 'xml';
  return isXml ? 'application/xml' : undefined;
}
