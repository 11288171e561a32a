/**
 * LiteParse behind the barest server: a file comes in, its text goes out. No queue, no rows, no types.
 * `node bench/rival-server.ts FOLDER`, FOLDER being where `npm install @llamaindex/liteparse` was run.
 */
import { once } from 'node:events';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const [folder = '.'] = process.argv.slice(2);
const { LiteParse } = createRequire(join(folder, 'package.json'))('@llamaindex/liteparse');
// It would fetch its language data; the same that Mailroom reads with is given to it instead.
await using tessdata = await mkdtempDisposable(join(tmpdir(), 'mailroom-bench-tessdata-'));
const language = createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json');
const packed = await readFile(join(language, '../4.0.0_best_int/eng.traineddata.gz'));
await writeFile(join(tessdata.path, 'eng.traineddata'), await promisify(gunzip)(packed));
const parser = new LiteParse({
  quiet: true,
  tessdataPath: tessdata.path,
  numWorkers: availableParallelism(),
});

const server = createServer(async (request, response) => {
  const { text } = await parser.parse(await buffer(request));
  response.end(text);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));
await once(server, 'close');
