/** What a source is told, each kind in its own shape; checked when a person sets it and trusted afterwards. */
import { isIP } from 'node:net';
import { Failure } from '../errors.ts';
import { isPublicAddress } from '../jobs/webhook-address.ts';
import { resolveWatched } from './watch-roots.ts';

export type FolderSettings = {
  /** Absolute; below a folder that the operator allows. */
  readonly path: string;
  readonly subfolders: boolean;
};

export type MailboxSettings = {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  /** The mail folder that is looked at, … */
  readonly folder: string;
  /** … where its mail goes once it is taken, … */
  readonly processedFolder: string;
  /** … and where it goes when it cannot be. */
  readonly failedFolder: string;
  /** `attachments`: each is a file, and a mail without any is one itself. `mail`: the whole mail is one file. */
  readonly take: 'attachments' | 'mail';
};

/** What the operator allows. */
export type SourceLimits = {
  /** No folder can be watched where there is none. */
  readonly watchRoots: readonly string[];
  /** Mail servers may have private addresses. */
  readonly allowPrivate: boolean;
  readonly fileBytesMax: number;
  readonly filesPerUploadMax: number;
};

const defaultPorts = { tls: 993, starttls: 143, none: 143 } as const;

export async function checkFolder(
  { path, subfolders = false }: { readonly path: string; readonly subfolders?: boolean | undefined },
  { watchRoots }: SourceLimits,
): Promise<FolderSettings> {
  await resolveWatched(path, watchRoots);
  return { path, subfolders };
}

type AskedMailbox = Pick<MailboxSettings, 'host' | 'user'> & {
  readonly [Key in Exclude<keyof MailboxSettings, 'host' | 'user'>]?: MailboxSettings[Key] | undefined;
};

export function checkMailbox(asked: AskedMailbox, { allowPrivate }: SourceLimits): MailboxSettings {
  const { host, user, security = 'tls', folder = 'INBOX', take = 'attachments' } = asked;
  const { processedFolder = 'Processed', failedFolder = 'Failed' } = asked;
  // A name or an address, and nothing that would make it a URL.
  if (!/^[\w.:-]{1,255}$/.test(host)) throw invalid(`host must be the name of a mail server, not "${host}"`);
  const isLocal = host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host));
  if (!allowPrivate && isLocal) {
    throw invalid(`${host} is no public address; the operator can allow it with SOURCES_ALLOW_PRIVATE=true`);
  }
  if (new Set([folder, processedFolder, failedFolder]).size < 3) {
    throw invalid('folder, processedFolder and failedFolder must differ');
  }
  const port = asked.port ?? defaultPorts[security];
  return { host, port, security, user, folder, processedFolder, failedFolder, take };
}

function invalid(message: string): Failure {
  return new Failure('invalid_request', message);
}
