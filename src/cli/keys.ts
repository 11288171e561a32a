import { parseArgs } from 'node:util';
import { createApiKey, listApiKeys, revokeApiKey } from '../storage/api-keys.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { createWorkspace, defaultWorkspaceId } from '../storage/workspaces.ts';
import { columns } from './columns.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom keys list                              all keys, never the secret itself
mailroom keys create NAME [--workspace ID]      a new key, printed once
mailroom keys create NAME --new-workspace TITLE a new key for a workspace of its own
mailroom keys revoke ID                         refuse a key from now on; what is stored stays

Works beside a running server, on the same DATA_DIR.
`;

export async function keys(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: args.map(shieldId),
    allowPositionals: true,
    options: {
      workspace: { type: 'string' },
      'new-workspace': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [action, subject] = positionals;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  await using database = await openDatabase(configFromEnvironment().dataDir);
  if (action === 'list') {
    await list(database);
    return 0;
  }
  if (action === 'create' && subject !== undefined) {
    const title = values['new-workspace'];
    const workspaceId =
      title === undefined
        ? (values.workspace ?? defaultWorkspaceId)
        : (await createWorkspace(database, title)).id;
    const { id, key } = await createApiKey(database, { workspaceId, name: subject });
    process.stdout.write(`${key}\n`);
    process.stderr.write(`Key ${id} of workspace ${workspaceId}. It is shown this once; keep it safe.\n`);
    return 0;
  }
  if (action === 'revoke' && subject !== undefined) {
    const id = subject.slice('id:'.length);
    await revokeApiKey(database, id);
    process.stderr.write(`Key ${id} is refused from now on.\n`);
    return 0;
  }
  process.stderr.write(help);
  return 2;
}

/** Ids begin with a dash: after `revoke` one is an id, not an option. */
function shieldId(argument: string, index: number, all: readonly string[]): string {
  return all[index - 1] === 'revoke' ? `id:${argument}` : argument;
}

async function list(database: Database): Promise<void> {
  const rows = (await listApiKeys(database)).map((key) => [
    key.id,
    key.name,
    `${key.prefix}…`,
    key.workspaceId,
    new Date(key.createdAt).toISOString().slice(0, 16).replace('T', ' '),
    key.revokedAt === undefined ? 'valid' : 'revoked',
  ]);
  process.stdout.write(columns([['ID', 'NAME', 'KEY', 'WORKSPACE', 'CREATED', 'STATE'], ...rows]));
}
