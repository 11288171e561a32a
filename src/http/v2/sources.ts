/** Where files come from by themselves: watched folders and mailboxes. */
import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Sealer } from '../../sources/seal-secret.ts';
import {
  checkFolder,
  checkMailbox,
  type FolderSettings,
  type MailboxSettings,
  type SourceLimits,
} from '../../sources/source-settings.ts';
import type { Database } from '../../storage/database.ts';
import * as storage from '../../storage/sources.ts';
import { missing, requireOwner } from './missing.ts';
import { toOwnerId, toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';
import { input, type Source, source } from './source-schemas.ts';

export type SourceParts = { readonly limits: SourceLimits; readonly sealer: Sealer };

const tag = 'Sources';
const { closed } = schemas;
const params = Type.Object({ sourceId: schemas.id('Id of a source') });
export function listSources(database: Database, { limits }: SourceParts) {
  return resource({
    name: 'sources.list',
    tag,
    summary: 'List the sources of the workspace',
    answer: Type.Object(
      {
        items: Type.Array(source),
        watchRoots: Type.Array(Type.String(), {
          description: 'Folders below which one may be watched; none where the operator set no WATCH_ROOTS',
        }),
      },
      closed,
    ),
    handle: async ({ caller: { workspaceId } }) => ({
      items: (await storage.listSources(database, workspaceId)).map(present),
      watchRoots: [...limits.watchRoots],
    }),
  });
}

export function createSource(database: Database, { limits, sealer }: SourceParts) {
  return resource({
    name: 'sources.create',
    tag,
    summary: 'Make a source: of a folder or of a mailbox',
    description:
      'With `folder` or `mailbox`, and a classification or a template. It is looked at at once; what is taken is moved away and never deleted.',
    status: 201,
    body: Type.Object(input),
    answer: source,
    handle: async ({ body, caller: { workspaceId } }) => {
      const { password } = body.mailbox ?? {};
      if ((body.folder === undefined) === (body.mailbox === undefined)) {
        throw invalid('Give either a folder or a mailbox');
      }
      if (body.mailbox && password === undefined) throw invalid('mailbox.password is required');
      const owner = await requireOwner(database, workspaceId, body);
      if (owner === undefined) throw invalid('classificationId or templateId is required');
      const settings = body.folder
        ? await checkFolder(body.folder, limits)
        : checkMailbox(body.mailbox!, limits);
      const made = await storage.createSource(database, {
        workspaceId,
        kind: body.folder ? 'folder' : 'mailbox',
        name:
          body.name ?? (body.folder ? body.folder.path : `${body.mailbox!.user} at ${body.mailbox!.host}`),
        owner,
        settings,
        seal: (id) => (password === undefined ? undefined : sealer.seal(password, id)),
      });
      return present(made);
    },
  });
}

export function readSource(database: Database) {
  return resource({
    name: 'sources.read',
    tag,
    summary: 'Read a source',
    params,
    answer: source,
    handle: async ({ params: { sourceId }, caller: { workspaceId } }) =>
      present(await requireSource(database, workspaceId, sourceId)),
  });
}

export function updateSource(database: Database, { limits, sealer }: SourceParts) {
  return resource({
    name: 'sources.update',
    tag,
    summary: 'Change, pause or resume a source',
    description:
      'What is absent stays; `folder` and `mailbox` replace what was set, but for the password. A folder stays one, a mailbox too.',
    params,
    body: Type.Object({ ...input, paused: Type.Optional(Type.Boolean()) }),
    answer: source,
    handle: async ({ params: { sourceId: id }, body, caller: { workspaceId } }) => {
      const { kind, settings: before } = await requireSource(database, workspaceId, id);
      if (kind === 'folder' ? body.mailbox : body.folder) throw invalid(`This source is a ${kind}`);
      const mailbox = body.mailbox && checkMailbox(body.mailbox, limits);
      const password = body.mailbox?.password;
      if (mailbox && password === undefined && !isSameServer(mailbox, before as MailboxSettings)) {
        // Else whoever holds a key could have the password sent to a server of his own.
        throw invalid('Give the password again: it would go to another server, or go there otherwise');
      }
      await storage.updateSource(
        database,
        { workspaceId, id },
        {
          name: body.name,
          owner: await requireOwner(database, workspaceId, body),
          settings: body.folder ? await checkFolder(body.folder, limits) : mailbox,
          sealedSecret: password === undefined ? undefined : sealer.seal(password, id),
          paused: body.paused,
        },
      );
      return present(await requireSource(database, workspaceId, id));
    },
  });
}

export function deleteSource(database: Database) {
  return resource({
    name: 'sources.delete',
    tag,
    summary: 'Remove a source',
    description: 'What came from it stays.',
    params,
    status: 204,
    handle: async ({ params: { sourceId }, caller: { workspaceId } }) => {
      const { id } = await requireSource(database, workspaceId, sourceId);
      await storage.deleteSource(database, { workspaceId, id });
      return undefined;
    },
  });
}

export function checkSource(database: Database) {
  return resource({
    name: 'sources.check',
    tag,
    summary: 'Look at a source now',
    description: 'The answer does not wait for the look: `succeededAt` or `lastError` tell how it went.',
    params,
    answer: source,
    handle: async ({ params: { sourceId }, caller: { workspaceId } }) => {
      const found = await requireSource(database, workspaceId, sourceId);
      if (found.paused) throw new Failure('conflict', 'The source is paused; resume it first');
      await storage.hastenSource(database, found);
      return present(found);
    },
  });
}

function isSameServer(one: MailboxSettings, other: MailboxSettings): boolean {
  return one.host === other.host && one.port === other.port && one.security === other.security;
}

async function requireSource(database: Database, workspaceId: string, id: string): Promise<storage.Source> {
  const found = await storage.findSource(database, { workspaceId, id });
  if (found === undefined) throw missing('source', id);
  return found;
}

function present({
  id,
  name,
  kind,
  owner,
  settings,
  paused,
  failures,
  files,
  ...rest
}: storage.Source): Source {
  return {
    id,
    name,
    ...toOwnerId(owner),
    ...(kind === 'folder'
      ? { folder: settings as FolderSettings }
      : { mailbox: settings as MailboxSettings }),
    state: paused ? 'paused' : failures > 0 ? 'failing' : 'active',
    files,
    ...(rest.succeededAt !== undefined && { succeededAt: toTime(rest.succeededAt) }),
    ...(rest.lastError && { lastError: { at: toTime(rest.lastError.at), message: rest.lastError.message } }),
    createdAt: toTime(rest.createdAt),
  };
}

function invalid(message: string): Failure {
  return new Failure('invalid_request', message);
}
