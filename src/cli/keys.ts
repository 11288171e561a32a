import { parseArgs } from 'node:util';
import { Failure } from '../errors.ts';
import { type KeyScope, keyScopes } from '../storage/api-key.ts';
import { createApiKey, type ListedApiKey, listApiKeys, revokeApiKey } from '../storage/api-keys.ts';
import { audited } from '../storage/audit.ts';
import type { Database } from '../storage/database.ts';
import { createWorkspace, defaultWorkspaceId } from '../storage/workspaces.ts';
import { byCommandLine } from './by-command-line.ts';
import { columns } from './columns.ts';
import { openConfiguredDatabase } from './settings.ts';

const help = `mailroom keys list                              all keys, never the secret itself
mailroom keys create NAME [--workspace ID]      a new key, printed once
mailroom keys create NAME --new-workspace TITLE a new key for a workspace of its own
mailroom keys revoke ID                         refuse a key from now on; what is stored stays

What a new key may do:
  --scope admin|write|read   admin (default), all documents and definitions, or only looking at them
  --classification ID        it sees this classification alone (with the scope write or read)
  --template ID              it sees this template alone
  --expires 90d|2027-01-31   refused after so many days, or from this day on (UTC)

Works beside a running server, on the same DATA_DIR.
`;

export async function keys(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: shieldIds(args),
    allowPositionals: true,
    options: {
      workspace: { type: 'string' },
      'new-workspace': { type: 'string' },
      scope: { type: 'string' },
      classification: { type: 'string' },
      template: { type: 'string' },
      expires: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [action, subject] = positionals;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  await using database = await openConfiguredDatabase();
  if (action === 'list') {
    await list(database);
    return 0;
  }
  if (action === 'create' && subject !== undefined) {
    const title = values['new-workspace'];
    // Looked at first: a wrong option leaves no workspace without a key.
    const asked = {
      name: subject,
      scope: values.scope === undefined ? undefined : parseScope(values.scope),
      classificationId: values.classification,
      templateId: values.template,
      expiresAt: values.expires === undefined ? undefined : parseExpiry(values.expires),
    };
    const workspaceId =
      title === undefined
        ? (values.workspace ?? defaultWorkspaceId)
        : (await createWorkspace(database, title)).id;
    const change = byCommandLine('keys', {
      workspaceId,
      action: 'apiKeys.create',
      resourceKind: 'API key',
      ...(title !== undefined && { summary: 'of a new workspace' }),
    });
    const { id, key } = await audited(change, () => createApiKey(database, { workspaceId, ...asked }));
    process.stdout.write(`${key}\n`);
    process.stderr.write(`Key ${id} of workspace ${workspaceId}. It is shown this once; keep it safe.\n`);
    return 0;
  }
  if (action === 'revoke' && subject !== undefined) {
    const id = subject.slice('id:'.length);
    const owner = (await listApiKeys(database)).find((key) => key.id === id);
    const change = byCommandLine('keys', {
      workspaceId: owner?.workspaceId ?? '',
      action: 'apiKeys.revoke',
      resourceKind: 'API key',
      resourceId: id,
    });
    await audited(change, () => revokeApiKey(database, id));
    process.stderr.write(`Key ${id} is refused from now on.\n`);
    return 0;
  }
  process.stderr.write(help);
  return 2;
}

/** Ids begin with a dash: after `revoke` and the options that take one, it is an id and not an option. */
function shieldIds(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    if (args[index - 1] === 'revoke') return [`id:${argument}`];
    if (takesId.test(args[index - 1] ?? '')) return [];
    return [takesId.test(argument) ? `${argument}=${args[index + 1] ?? ''}` : argument];
  });
}

const takesId = /^--(workspace|classification|template)$/;

function parseScope(text: string): KeyScope {
  const scope = keyScopes.find((known) => known === text);
  if (scope === undefined) throw new Failure('invalid_request', '--scope is admin, write or read');
  return scope;
}

/** `90d` from now, or a day. */
function parseExpiry(text: string): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined) return Date.now() + Number(days) * 24 * 3_600_000;
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new Failure('invalid_request', '--expires is 90d or 2027-01-31, for example');
  return time;
}

async function list(database: Database): Promise<void> {
  const rows = (await listApiKeys(database)).map((key) => [
    key.id,
    key.name,
    `${key.prefix}…`,
    key.workspaceId,
    new Date(key.createdAt).toISOString().slice(0, 16).replace('T', ' '),
    key.scope,
    key.classificationId ?? key.templateId ?? '',
    key.expiresAt === undefined ? 'never' : new Date(key.expiresAt).toISOString().slice(0, 10),
    stateOf(key),
  ]);
  process.stdout.write(
    columns([
      ['ID', 'NAME', 'KEY', 'WORKSPACE', 'CREATED', 'SCOPE', 'BOUND TO', 'EXPIRES', 'STATE'],
      ...rows,
    ]),
  );
}

function stateOf({ revokedAt, expiresAt }: ListedApiKey): string {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && expiresAt <= Date.now() ? 'expired' : 'valid';
}
