/** `mailroom mcp`: assistants classify and extract files of this machine over the Model Context Protocol. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import packageJson from '../../package.json' with { type: 'json' };
import type { DocumentType } from '../classification/document-type.ts';
import { parseDocumentTypes } from '../classification/parse-document-types.ts';
import { openPool } from '../engine/open-pool.ts';
import { Failure } from '../errors.ts';
import { createLog } from '../log.ts';
import { readTypes } from './classify.ts';
import { readFields } from './extract.ts';
import { openRoots } from './mcp-roots.ts';
import { createTools, type Tool } from './mcp-tools.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom mcp [--root FOLDER]… [--types FILE | --server URL --classification=ID] [--fields FILE]

  --root FOLDER        files below it may be read, and no others; repeatable. The current folder where absent
  --types FILE         the document types, as for mailroom classify; a call may bring its own
  --server URL         take the types of a running server's classification instead (its key: MAILROOM_API_KEY)
  --classification=ID  which one (ids begin with a dash, hence the =)
  --fields FILE        the fields, as for mailroom extract; a call may bring its own

Speaks MCP on standard input and output: an assistant starts it, see docs/mcp.md.
`;

/** A pile of an assistant's size may wait; more is refused. */
const filesWaitingMax = 500;

export async function mcp(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      root: { type: 'string', multiple: true, default: ['.'] },
      types: { type: 'string' },
      server: { type: 'string' },
      classification: { type: 'string' },
      fields: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { types, server, classification, fields } = values;
  const isComplete = (server === undefined) === (classification === undefined);
  if (values.help || !isComplete || (types !== undefined && server !== undefined)) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const config = configFromEnvironment();
  const fetchTypes = () => typesOfServer(server!, classification!, config.firstApiKey);
  const loadTypes =
    types !== undefined ? () => readTypes(types) : server !== undefined ? fetchTypes : undefined;
  await using pool = openPool(config, {
    size: config.readers,
    waitingMax: filesWaitingMax,
    log: createLog('error'),
  });
  const tools = createTools({
    pool,
    roots: await openRoots(values.root, config.fileBytesMax),
    ...(loadTypes && { loadTypes }),
    ...(fields !== undefined && { loadFields: () => readFields(fields) }),
  });
  await serveTools(tools);
  return 0;
}

/** Until the assistant closes the connection. */
async function serveTools(tools: readonly Tool[]): Promise<void> {
  const server = new Server(
    { name: 'mailroom', version: packageJson.version },
    { capabilities: { tools: {} } },
  );
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: tools.map(({ call: _, ...described }) => described),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) return refuse(`There is no tool "${params.name}"`);
    try {
      const answer = await tool.call(params.arguments ?? {}, signal);
      // Clients that know no structured content read the same as text.
      return { structuredContent: answer, content: [{ type: 'text', text: JSON.stringify(answer) }] };
    } catch (error) {
      if (error instanceof Failure) return refuse(error.message);
      throw error;
    }
  });
  await server.connect(new StdioServerTransport());
  await once(process.stdin, 'end');
  await server.close();
}

/** A tool error is read by the assistant, which can mend its call; a protocol error is not. */
function refuse(text: string) {
  return { isError: true, content: [{ type: 'text' as const, text }] };
}

async function typesOfServer(
  url: string,
  classificationId: string,
  key: string | undefined,
): Promise<readonly DocumentType[]> {
  if (key === undefined) throw new Failure('unauthorized', 'Set MAILROOM_API_KEY to a key of the server');
  const address = `${url.replace(/\/+$/, '')}/api/v2/classifications/${encodeURIComponent(classificationId)}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${key}` } }).catch((cause) => {
    throw new Failure('unavailable', `${url} cannot be reached: is the server running?`, { cause });
  });
  const answer = (await response.json().catch(() => ({}))) as { detail?: string; documentTypes?: unknown };
  if (response.ok) return parseDocumentTypes(answer.documentTypes);
  throw new Failure(
    'unavailable',
    `${url} answered ${response.status}: ${answer.detail ?? 'no reason given'}`,
  );
}
