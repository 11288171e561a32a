/** `npm run client`: asks a server of its own for the OpenAPI document, and writes the operations of it. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startServer } from '../../src/server.ts';
import { generateOperations, type OpenApi } from './generate.ts';

await using folder = await mkdtempDisposable(join(tmpdir(), 'mailroom-client-'));
const config = readConfig({ PORT: '0', DATA_DIR: folder.path, READERS: '1' }, 1);
await using server = await startServer(config, createLog('fatal'));
const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApi;
await writeFile(join(import.meta.dirname, 'src/operations.ts'), generateOperations(document));
