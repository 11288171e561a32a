// Classifies files with nothing but Node: node classify.js URL KEY FILE...
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

const [url, key, ...paths] = process.argv.slice(2);
const documentTypes = JSON.parse(await readFile(new URL('types.json', import.meta.url), 'utf8'));

async function call(endpoint, body) {
  const isForm = body instanceof FormData;
  const response = await fetch(`${url}/api/v1/documentClassification/${endpoint}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, ...(!isForm && { 'Content-Type': 'application/json' }) },
    body: isForm ? body : JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.status !== 200) throw new Error(answer.message);
  return answer;
}

const { classificationId } = await call('createClassification', {
  classificationDetails: { name: 'Example', documentTypes },
});

const form = new FormData();
form.set('classificationId', classificationId);
for (const path of paths) form.append('files', new Blob([await readFile(path)]), basename(path));
const { batchId } = await call('uploadFiles', form);

let results = await call('getResults', { classificationId, batchId });
while (results.status === 'waiting') {
  await new Promise((wake) => setTimeout(wake, 1000));
  results = await call('getResults', { classificationId, batchId });
}
for (const { fileName, result, error } of results.files) {
  console.log(`${fileName}: ${result ? `${result.documentType} (${result.confidence})` : error}`);
}
