import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createLog } from '../log.ts';
import { startServer } from '../server.ts';
import { configFromEnvironment } from './settings.ts';

const help = `mailroom serve [--role all|api|worker]

Starts the API, the dashboard and the workers in one process. With DATABASE_URL several processes share the
work: any number of --role api, any number of --role worker. Settings come from the environment:
PORT (8080), HOST (127.0.0.1), DATA_DIR (./data), MAILROOM_API_KEY, … (docs/configuration.md).
`;

/** Runs until it is told to stop. A second signal ends it at once. */
export async function serve(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { role: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const config = configFromEnvironment(values.role === undefined ? {} : { ROLE: values.role });
  const log = createLog(config.logLevel);
  await using server = await startServer(config, log);
  process.stdout.write(server.url === undefined ? 'Mailroom works\n' : `Mailroom listens on ${server.url}\n`);
  if (server.metricsUrl !== undefined) process.stdout.write(`Metrics on ${server.metricsUrl}/metrics\n`);
  if (server.firstApiKey !== undefined) {
    process.stdout.write(`First API key (shown this once, keep it safe): ${server.firstApiKey}\n`);
    // After the hash, so that no server, proxy or log ever gets it.
    process.stdout.write(`To begin, open ${server.url}/#key=${server.firstApiKey}\n`);
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await once(stop.signal, 'abort');
  log.info('stopping: running work is finished or handed back');
  return 0;
}
