import { parseArgs } from 'node:util';
import { Failure } from '../errors.ts';
import { audited } from '../storage/audit.ts';
import type { Database } from '../storage/database.ts';
import { hastenSource, listAllSources, type Source, updateSource } from '../storage/sources.ts';
import { byCommandLine } from './by-command-line.ts';
import { columns } from './columns.ts';
import { openConfiguredDatabase } from './settings.ts';

const help = `mailroom sources list        watched folders and mailboxes, with their last error
mailroom sources check ID    look at it now
mailroom sources pause ID    look at it no more until it is resumed
mailroom sources resume ID   look at it again

They are made in the dashboard (Upload, Sources) or by POST /api/v2/sources. Works beside a running server, on the
same DATA_DIR.
`;

type Action = (database: Database, source: Source) => Promise<string>;

const actions: Readonly<Record<string, Action>> = { check, pause: setPaused(true), resume: setPaused(false) };

export async function sources(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: shieldId(args),
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  const [name = '', subject] = positionals;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (values.help || (name !== 'list' && (action === undefined || subject === undefined))) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  await using database = await openConfiguredDatabase();
  const known = await listAllSources(database);
  if (action === undefined) {
    process.stdout.write(columns([head, ...known.map(toRow)]));
    return 0;
  }
  const id = subject!.slice('id:'.length);
  const source = known.find((one) => one.id === id);
  if (source === undefined)
    throw new Failure('not_found', `There is no source ${id}; "mailroom sources list" lists them`);
  process.stderr.write(`${await action(database, source)}\n`);
  return 0;
}

/** Ids begin with a dash: the last argument of three is one, and no option. */
function shieldId(args: readonly string[]): string[] {
  return args.map((argument, index) =>
    index === 1 && Object.hasOwn(actions, args[0]!) ? `id:${argument}` : argument,
  );
}

const head = ['ID', 'WORKSPACE', 'STATE', 'FILES', 'LAST GOOD LOOK', 'NAME', 'LAST ERROR'];

function toRow({ id, workspaceId, paused, failures, files, succeededAt, name, lastError }: Source): string[] {
  return [
    id,
    workspaceId,
    paused ? 'paused' : failures > 0 ? 'failing' : 'active',
    String(files),
    succeededAt === undefined ? 'none yet' : new Date(succeededAt).toISOString().slice(0, 19),
    name,
    lastError?.message ?? '',
  ];
}

async function check(database: Database, source: Source): Promise<string> {
  if (source.paused) throw new Failure('conflict', 'The source is paused; resume it first');
  await hastenSource(database, source);
  return `${source.name} is looked at by the running server at once, or when it starts.`;
}

function setPaused(paused: boolean): Action {
  return async (database, source) => {
    const { workspaceId, id, name } = source;
    const change = byCommandLine('sources', {
      workspaceId,
      action: 'sources.update',
      resourceKind: 'source',
      resourceId: id,
      summary: 'paused',
    });
    await audited(change, () => updateSource(database, { workspaceId, id }, { paused }));
    return `${name} is ${paused ? 'paused' : 'looked at again'}.`;
  };
}
