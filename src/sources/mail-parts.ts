/**
 * Which parts of a mail become files. The mail server has taken the mail apart: no byte of a stranger's mail is
 * parsed in this process.
 */
import type { MessageStructureObject } from 'imapflow';

export type MailPart = { readonly part: string; readonly name: string; readonly encodedBytes: number };

const signatures = [
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
];
const partsMax = 1_000;

export function listAttachments(root: MessageStructureObject): readonly MailPart[] {
  const found: MailPart[] = [];
  const walk = (node: MessageStructureObject) => {
    if (found.length > partsMax) return;
    // What is inside an attached mail is read with it.
    if (node.childNodes && !isMail(node)) return node.childNodes.forEach(walk);
    if (!isAttachment(node)) return;
    found.push({ part: node.part ?? '1', name: nameOf(node), encodedBytes: node.size ?? 0 });
  };
  walk(root);
  return found;
}

function isAttachment(node: MessageStructureObject): boolean {
  if (signatures.includes(node.type)) return false;
  if (node.disposition === 'attachment' || isMail(node)) return true;
  // Logos and pictures that stand in the text.
  if (node.type.startsWith('image/')) return fileNameOf(node) !== undefined && node.id === undefined;
  if (fileNameOf(node) !== undefined) return true;
  return !/^(text|multipart)\//.test(node.type);
}

const isMail = (node: MessageStructureObject) => node.type === 'message/rfc822';

const fileNameOf = ({ dispositionParameters, parameters }: MessageStructureObject) =>
  dispositionParameters?.filename ?? parameters?.name;

function nameOf(node: MessageStructureObject): string {
  const name = fileNameOf(node);
  if (name !== undefined) return name;
  if (isMail(node)) return mailName(node.envelope?.subject);
  return `attachment.${node.type.split('/')[1] ?? 'bin'}`;
}

/** Of a whole mail as a file. A slash in a subject is no path. */
export function mailName(subject: string | undefined): string {
  return `${subject?.replaceAll(/[/\\]/g, '-').trim() || 'mail'}.eml`;
}
