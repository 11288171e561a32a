// Classifies files with the typed client: node client.js URL KEY FILE...
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createMailroom, MailroomError } from 'mailroom-client';

const [url, key, ...paths] = process.argv.slice(2);
const mailroom = createMailroom({ url, key });

const documentTypes = JSON.parse(await readFile(new URL('types.json', import.meta.url), 'utf8'));
const classification = await mailroom.classifications.create({ name: 'Example', documentTypes });

const files = await Promise.all(
  paths.map(async (path) => ({ name: basename(path), content: await openAsBlob(path) })),
);
const batch = await mailroom.upload({ classificationId: classification.id, files });
for await (const { counts } of mailroom.followBatch(batch.id)) {
  console.error(`${counts.files - counts.waiting} of ${counts.files} finished`);
}

const { items } = await mailroom.files.list({ batchId: batch.id });
for (const { name, documentType, confidence, error } of items) {
  console.log(`${name}: ${documentType ? `${documentType} (${confidence})` : error?.message}`);
}

try {
  await mailroom.batches.read({ batchId: 'no-such-batch' });
} catch (error) {
  if (!(error instanceof MailroomError)) throw error;
  console.log(`refused as it should: ${error.code}`);
}
