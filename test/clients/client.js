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

async function createClassification(classificationDetails) {
  return only200(
    await axios.post(
      `${base}/documentClassification/createClassification`,
      { classificationDetails },
      { headers },
    ),
  );
}

async function viewClassification(classificationId) {
  return only200(
    await axios.post(`${base}/documentClassification/viewClassification`, { classificationId }, { headers }),
  );
}

async function updateClassification(classificationId, classificationDetails) {
  const body = { classificationId, classificationDetails };
  return only200(await axios.patch(`${base}/documentClassification/updateClassification`, body, { headers }));
}

async function uploadFiles(classificationId, paths) {
  const form = new FormData();
  form.append('classificationId', classificationId);
  for (const path of paths) form.append('files', createReadStream(path));
  return only200(
    await axios.post(`${base}/documentClassification/uploadFiles`, form, {
      headers: { ...form.getHeaders(), Authorization: headers.Authorization },
    }),
  );
}

async function getResults(body) {
  return only200(await axios.post(`${base}/documentClassification/getResults`, body, { headers }));
}

async function remove(path, data) {
  return only200(await axios.delete(`${base}/documentClassification/${path}`, { headers, data }));
}

const [typesJson, ...paths] = process.argv.slice(2);
const { classificationId } = await createClassification({
  name: 'axios',
  documentTypes: JSON.parse(typesJson),
});
await updateClassification(classificationId, { name: 'axios client' });
const view = await viewClassification(classificationId);
const upload = await uploadFiles(classificationId, paths);
const { batchId } = upload;
let results = await getResults({ classificationId, batchId });
while (results.status === 'waiting') {
  if ('files' in results) throw new Error('files while waiting');
  await new Promise((wake) => setTimeout(wake, 200));
  results = await getResults({ classificationId, batchId });
}
const { fileId } = results.files[0];
const one = await getResults({ classificationId, batchId, fileId });
const opened = (await axios.get(results.files[0].url, { responseType: 'text' })).data;
const credits = only200(await axios.get(`${base}/credits`, { headers }));
const deleted = [
  await remove('deleteFiles', { classificationId, batchId, fileIds: [fileId] }),
  await remove('deleteBatch', { classificationId, batchId }),
  await remove('deleteClassification', { classificationId }),
];
console.log(JSON.stringify({ view, upload, results, one, opened, credits, deleted }));
