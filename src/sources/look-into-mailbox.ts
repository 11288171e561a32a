/**
 * A look into a mailbox. What mail brings is taken as one batch, durable like an upload, and then the mail is
 * moved. Nothing is ever deleted. A server that dies between the commit and the move finds the item of the mail,
 * by UID under its UIDVALIDITY or by message id where the server counts anew, and only moves it.
 */
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { Failure } from '../errors.ts';
import { cleanFileName } from '../storage/clean-file-name.ts';
import type { NewFile } from '../storage/files.ts';
import { deleteBlobs } from '../storage/orphaned-blobs.ts';
import { forgetItems, listTakenItems, type TakenItem, takeFiles } from '../storage/source-looks.ts';
import { storeFile } from '../storage/store-file.ts';
import type { Looked, LookParts } from './look.ts';
import { listAttachments, type MailPart, mailName } from './mail-parts.ts';
import { explain, openMailbox } from './open-mailbox.ts';
import type { MailboxSettings } from './source-settings.ts';

/** The rest has its turn at the next look, two seconds later. */
const mailsMax = 50;
/** Base64 makes four characters of three bytes, and breaks the lines. */
const encodedShare = 1.4;

export async function lookIntoMailbox(parts: LookParts): Promise<Looked> {
  const { look } = parts;
  const settings = look.settings as MailboxSettings;
  await using mailbox = await openMailbox(parts);
  try {
    return await takeMails(parts, mailbox.client, mailbox.uidValidity, mailbox.mails);
  } catch (error) {
    parts.signal.throwIfAborted();
    throw explain(error, `${settings.host}:${settings.port}`);
  }
}

async function takeMails(
  parts: LookParts,
  client: ImapFlow,
  uidValidity: bigint,
  mails: number,
): Promise<Looked> {
  const { database, look, signal } = parts;
  const { processedFolder, failedFolder } = look.settings as MailboxSettings;
  const uids = mails === 0 ? [] : (await client.search({ all: true }, { uid: true })) || [];
  const keyOf = (uid: number) => `${uidValidity}:${uid}`;
  const taken = await listTakenItems(database, look);
  const there = new Set(uids.map(keyOf));
  // Moved before the server died.
  const gone = taken.filter(({ key }) => key.startsWith(`${uidValidity}:`) && !there.has(key));
  await forgetItems(
    database,
    look,
    gone.map(({ key }) => key),
  );
  if (uids.length === 0) return { again: false };

  const chosen = uids.slice(0, mailsMax).join(',');
  const query = { uid: true, envelope: true, bodyStructure: true, size: true };
  const found = await client.fetchAll(chosen, query, { uid: true });
  const known: { readonly uid: number; readonly key: string }[] = [];
  const fresh: FetchMessageObject[] = [];
  for (const mail of found) {
    const item = taken.find((each) => isOf(each, mail, keyOf(mail.uid), uidValidity));
    if (item) known.push({ uid: mail.uid, key: item.key });
    else fresh.push(mail);
  }
  const stored = await storeMails(parts, client, fresh);
  if (stored.files.length > 0) {
    const items = stored.mails.map((mail) => ({ key: keyOf(mail.uid), mark: markOf(mail) }));
    const accepted = signal.aborted
      ? undefined
      : await takeFiles(database, look, { items, files: stored.files });
    if (accepted === undefined) {
      await deleteBlobs(
        parts.blobs,
        stored.files.map(({ blobKey }) => blobKey),
      );
      signal.throwIfAborted();
      return { again: true };
    }
    parts.onTaken();
  }
  await moveMails(
    client,
    stored.refused.map(({ uid }) => uid),
    failedFolder,
  );
  await moveMails(
    client,
    [...stored.mails, ...known].map(({ uid }) => uid),
    processedFolder,
  );
  const moved = [...stored.mails.map(({ uid }) => keyOf(uid)), ...known.map(({ key }) => key)];
  await forgetItems(database, look, moved);
  return { again: uids.length > found.length || stored.again, trouble: stored.refused[0]?.reason };
}

/** Whether the mail is the one that the item was made of. */
function isOf(
  { key, mark }: TakenItem,
  mail: FetchMessageObject,
  ownKey: string,
  uidValidity: bigint,
): boolean {
  if (key === ownKey) return true;
  return !key.startsWith(`${uidValidity}:`) && mark !== '' && mark === markOf(mail);
}

const markOf = (mail: FetchMessageObject) => mail.envelope?.messageId ?? '';

type StoredMails = {
  readonly files: NewFile[];
  readonly mails: FetchMessageObject[];
  readonly refused: { readonly uid: number; readonly reason: string }[];
  /** Some wait for the next look, as the batch is full. */
  again: boolean;
};

async function storeMails(
  parts: LookParts,
  client: ImapFlow,
  mails: readonly FetchMessageObject[],
): Promise<StoredMails> {
  const { limits, look, signal } = parts;
  const { take } = look.settings as MailboxSettings;
  const stored: StoredMails = { files: [], mails: [], refused: [], again: false };
  for (const mail of mails) {
    if (signal.aborted) break;
    const wanted = partsOf(mail, take);
    const refuse = (why: string) => {
      const subject = mail.envelope?.subject ?? '';
      stored.refused.push({ uid: mail.uid, reason: `The mail "${subject}" cannot be taken: ${why}` });
    };
    if (wanted.length > limits.filesPerUploadMax) {
      refuse(`it has more than ${limits.filesPerUploadMax} attachments (MAX_FILES_PER_UPLOAD)`);
      continue;
    }
    if (stored.files.length + wanted.length > limits.filesPerUploadMax) {
      stored.again = true;
      break;
    }
    try {
      stored.files.push(...(await storeParts(parts, client, mail.uid, wanted)));
      stored.mails.push(mail);
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'too_large')) throw error;
      refuse(error.message);
    }
  }
  return stored;
}

type Wanted = Pick<MailPart, 'name' | 'encodedBytes'> & { readonly part: string | undefined };

function partsOf(mail: FetchMessageObject, take: MailboxSettings['take']): readonly Wanted[] {
  const attachments = take === 'attachments' && mail.bodyStructure ? listAttachments(mail.bodyStructure) : [];
  if (attachments.length > 0) return attachments;
  return [{ part: undefined, name: mailName(mail.envelope?.subject), encodedBytes: mail.size ?? 0 }];
}

/** All of a mail or nothing. */
async function storeParts(
  { blobs, limits }: LookParts,
  client: ImapFlow,
  uid: number,
  wanted: readonly Wanted[],
): Promise<readonly NewFile[]> {
  const { fileBytesMax } = limits;
  const files: NewFile[] = [];
  try {
    for (const { part, name, encodedBytes } of wanted) {
      const tooLarge = () =>
        new Failure('too_large', `"${name}" has more than ${fileBytesMax} bytes (MAX_FILE_MB)`);
      // The server's word, so that nothing large is fetched in vain; what comes is counted as well.
      if (encodedBytes > fileBytesMax * encodedShare) throw tooLarge();
      const { content } = await client.download(String(uid), part, { uid: true });
      if (content === undefined) throw new Failure('unavailable', `The server does not give out "${name}"`);
      try {
        files.push(await storeFile(blobs, fileBytesMax, cleanFileName(name), content));
      } catch (error) {
        // Else the rest of it would come in before the next answer.
        if (error instanceof Failure && error.code === 'too_large') content.resume();
        throw error instanceof Failure && error.code === 'too_large' ? tooLarge() : error;
      }
    }
    return files;
  } catch (error) {
    await deleteBlobs(
      blobs,
      files.map(({ blobKey }) => blobKey),
    );
    throw error;
  }
}

/** Into a folder that is made where it is missing. */
async function moveMails(client: ImapFlow, uids: readonly number[], folder: string): Promise<void> {
  if (uids.length === 0) return;
  await client.mailboxCreate(folder);
  const moved = await client.messageMove(uids.join(','), folder, { uid: true });
  if (!moved) throw new Failure('unavailable', `Mail was taken but cannot be moved to ${folder}`);
}
