import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { Failure } from '../errors.ts';
import { type Mail, type MailAttachment, mailToDocument } from './mail-document.ts';
import type { Reader } from './reader.ts';

/** Parts within parts; real mails nest five. */
const partsNestingMax = 60;
const headerBytesMax = 512 * 1024;

/** The reader of EML; `readInner` reads what is attached. */
export function mailReader(readInner: Reader): Reader {
  return async (bytes, _name, options) => {
    const email = await parse(bytes);
    return mailToDocument('message/rfc822', toMail(email), readInner, options);
  };
}

async function parse(bytes: Uint8Array): Promise<Email> {
  try {
    const email = await PostalMime.parse(bytes, {
      // A mail within the mail is an attachment with a reading of its own, never mixed into the body.
      forceRfc822Attachments: true,
      maxNestingDepth: partsNestingMax,
      maxHeadersSize: headerBytesMax,
    });
    if (email.headers.length > 0) return email;
  } catch (error) {
    throw new Failure('corrupt_file', 'The mail is damaged and cannot be read', { cause: error });
  }
  throw new Failure('corrupt_file', 'The mail has no header');
}

function toMail(email: Email): Mail {
  return {
    headers: [
      ['From', addresses(email.from ? [email.from] : [])],
      ['To', addresses(email.to ?? [])],
      ['Cc', addresses(email.cc ?? [])],
      ['Subject', email.subject ?? ''],
      // As its sender wrote it: the parser turns it into UTC, which may be another day.
      ['Date', email.headers.find((header) => header.key === 'date')?.value ?? ''],
    ],
    text: email.text,
    html: email.html,
    attachments: email.attachments.map(toAttachment),
  };
}

function addresses(list: readonly Address[]): string {
  return list
    .flatMap((entry) => (entry.group === undefined ? [entry] : entry.group))
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address))
    .join(', ');
}

function toAttachment(attachment: Attachment): MailAttachment {
  const { content } = attachment;
  const isMail = attachment.mimeType === 'message/rfc822';
  return {
    name: attachment.filename ?? (isMail ? 'message.eml' : 'attachment'),
    bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    isInline: attachment.disposition === 'inline' || attachment.related === true,
  };
}
