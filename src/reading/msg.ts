import type { FieldsData, ParserConfig } from '@kenjiuno/msgreader';
import module from '@kenjiuno/msgreader';
import { Failure } from '../errors.ts';
import { type Mail, type MailAttachment, mailToDocument } from './mail-document.ts';
import { isSoundOle } from './office-ole-check.ts';
import type { Reader } from './reader.ts';
import { decodeText } from './text-decode.ts';

// A CommonJS package: its class lies under `default` of what is imported.
const MsgReader = module.default;
type MsgReader = InstanceType<typeof MsgReader>;

/** The reader of Outlook's MSG; `readInner` reads what is attached. */
export function msgReader(readInner: Reader): Reader {
  return async (bytes, _name, options) => {
    const { reader, fields } = parse(bytes);
    return mailToDocument('application/vnd.ms-outlook', toMail(reader, fields), readInner, options);
  };
}

function parse(bytes: Uint8Array): { reader: MsgReader; fields: FieldsData } {
  // The library follows a circle for ever, and a file cut off or zeroed in places has one.
  if (!isSoundOle(bytes)) throw new Failure('corrupt_file', 'The mail is damaged and cannot be read');
  try {
    const first = open(bytes, {});
    const encoding = encodingOf(first.fields);
    // Old mails hold 8-bit text in a code page that only the parsed mail names: read again by it.
    return encoding === undefined ? first : open(bytes, { ansiEncoding: encoding });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('corrupt_file', 'The mail is damaged and cannot be read', { cause: error });
  }
}

function open(bytes: Uint8Array, config: ParserConfig): { reader: MsgReader; fields: FieldsData } {
  const reader = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  reader.parserConfig = config;
  const fields = reader.getFileData();
  if (fields.error !== undefined)
    throw new Failure('corrupt_file', `The mail is damaged and cannot be read: ${fields.error}`);
  return { reader, fields };
}

/** 1251 gives "cp1251"; 65001 is UTF-8, and Western 1252 is what the parser takes by itself. */
function encodingOf({ messageCodepage, internetCodepage }: FieldsData): string | undefined {
  const page = messageCodepage ?? internetCodepage;
  if (page === 65001) return 'utf8';
  return page !== undefined && /^(874|932|936|949|950|125[013-8])$/.test(String(page))
    ? `cp${page}`
    : undefined;
}

function toMail(reader: MsgReader, fields: FieldsData): Mail {
  const recipients = (type: string) =>
    (fields.recipients ?? [])
      .filter((recipient) => (recipient.recipType ?? 'to') === type)
      .map((recipient) => address(recipient.name, recipient.smtpAddress ?? recipient.email))
      .join(', ');
  return {
    headers: [
      ['From', address(fields.senderName, fields.senderSmtpAddress ?? fields.senderEmail)],
      ['To', recipients('to')],
      ['Cc', recipients('cc')],
      ['Subject', fields.subject ?? ''],
      ['Date', fields.clientSubmitTime ?? fields.messageDeliveryTime ?? ''],
    ],
    text: fields.body,
    html: fields.bodyHtml ?? (fields.html && decodeText(fields.html).text),
    attachments: (fields.attachments ?? []).flatMap((attachment) => toAttachment(reader, attachment)),
  };
}

/** Addresses within one Exchange are no mail addresses: "/O=EXAMPLE/OU=…" is left out. */
function address(name = '', mail = ''): string {
  const shown = mail.includes('@') ? mail : '';
  return name !== '' && shown !== '' && name !== shown ? `${name} <${shown}>` : name || shown;
}

function toAttachment(reader: MsgReader, attachment: FieldsData): readonly MailAttachment[] {
  const { fileName, content } = contentOf(reader, attachment);
  return [
    {
      name: fileName ?? attachment.fileName ?? attachment.fileNameShort ?? attachment.name ?? 'attachment',
      bytes: content,
      isInline: attachment.attachmentHidden === true || attachment.pidContentId !== undefined,
    },
  ];
}

/** A broken attachment comes back empty: the rest of the mail is still worth reading. */
function contentOf(reader: MsgReader, attachment: FieldsData): { fileName?: string; content: Uint8Array } {
  try {
    const { fileName, content } = reader.getAttachment(attachment);
    // A mail within the mail has no ending of its own.
    return {
      fileName: attachment.innerMsgContent ? `${fileName.replace(/\.msg$/i, '')}.msg` : fileName,
      content,
    };
  } catch {
    return { content: new Uint8Array() };
  }
}
