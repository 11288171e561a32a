// The manner of the published JavaScript samples: axios, one function a call, exactly 200 or an error.
import { createReadStream } from 'node:fs';
import axios from 'axios';
import FormData from 'form-data';

const base = process.env.BASE_URL;
const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.API_KEY}` };

function only200(response) {
  if (response.status !== 200) throw new Error(`${response.status}: ${JSON.stringify(response.data)}`);
  return response.data;
}

const post = async (path, body) => only200(await axios.post(`${base}/${path}`, body, { headers }));
const patch = async (path, body) => only200(await axios.patch(`${base}/${path}`, body, { headers }));
const remove = async (data) => only200(await axios.delete(`${base}/deleteExtraction`, { headers, data }));

async function upload(path, ids, paths) {
  const form = new FormData();
  for (const [name, id] of Object.entries(ids)) form.append(name, id);
  for (const file of paths) form.append('files', createReadStream(file));
  return only200(
    await axios.post(`${base}/${path}`, form, {
      headers: { ...form.getHeaders(), Authorization: headers.Authorization },
    }),
  );
}

/** As the published pollers do: wait while `status` says so; `files` is the end. */
async function poll(path, ids) {
  for (;;) {
    const answer = await post(path, ids);
    if (answer.status !== 'waiting') return answer;
    if ('files' in answer) throw new Error('files while waiting');
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

const [fieldsJson, ...paths] = process.argv.slice(2);
const extractionDetails = { name: 'axios', language: 'English', fields: JSON.parse(fieldsJson) };
const { extractionId } = await post('createExtraction', { extractionDetails });
await patch('updateExtraction', { extractionId, extractionDetails: { name: 'axios client' } });
const uploaded = await upload('uploadFiles', { extractionId }, paths);
const { batchId } = uploaded;
const results = await poll('getBatchResults', { extractionId, batchId });
const view = await post('viewExtraction', { extractionId });
const [{ fileId, url }] = results.files;
const one = await post('getBatchResults', { extractionId, batchId, fileId });
const opened = (await axios.get(url, { responseType: 'text' })).data;

const documentTypes = [
  {
    name: 'Invoice',
    description: 'A request for payment of delivered goods or services',
    uniqueWords: ['invoice number', 'bill to', 'total amount due'],
    extractionId,
  },
];
const { classificationId } = await post('documentClassification/createClassification', {
  classificationDetails: { name: 'axios linked', documentTypes },
});
const pile = await upload('documentClassification/uploadFiles', { classificationId }, paths);
const classified = await poll('documentClassification/getResults', {
  classificationId,
  batchId: pile.batchId,
});
const { extraction } = classified.files[0];
const linked = await poll('getBatchResults', extraction);

const deleted = [
  await remove({ extractionId, batchId, fileId }),
  await remove({ extractionId, batchId }),
  await remove({ extractionId }),
];
console.log(JSON.stringify({ uploaded, results, view, one, opened, classified, linked, deleted }));
