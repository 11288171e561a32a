import assert from 'node:assert/strict';
import { houseTypes, type letter } from './house-letters.ts';
import { until } from './server-process.ts';
import { type DeskServer, formOf, type Json } from './v2-server.ts';

type Letter = ReturnType<typeof letter>;

export function labelled(documentType: string, files: readonly Letter[]): FormData {
  const form = new FormData();
  form.set('documentType', documentType);
  for (const { name, bytes } of files) form.append('files', new Blob([Uint8Array.from(bytes)]), name);
  return form;
}

/** What tests of learning do again and again, on a whole server. */
export function learningDesk({ ask }: DeskServer) {
  /** Adds labelled files to examples or to an evaluation set, and waits until they are read. */
  async function addLabelled(
    path: string,
    documentType: string,
    files: readonly Letter[],
  ): Promise<string[]> {
    const { status, json } = await ask('POST', path, labelled(documentType, files));
    assert.equal(status, 201, JSON.stringify(json));
    await until('the files to be read', async () => {
      const { json: list } = await ask('GET', path);
      return list.items.every(({ state }: Json) => state !== 'waiting') ? true : undefined;
    });
    return json.fileIds;
  }

  return {
    /** A classification that only lessons can teach. */
    make: async (): Promise<string> => {
      const { json } = await ask('POST', '/classifications', { name: 'House', documentTypes: houseTypes });
      return json.id;
    },
    addExamples: (id: string, documentType: string, files: readonly Letter[]) =>
      addLabelled(`/classifications/${id}/examples`, documentType, files),
    addToSet: (setId: string, documentType: string, files: readonly Letter[]) =>
      addLabelled(`/evaluation-sets/${setId}/files`, documentType, files),
    makeSet: async (classificationId: string, source: 'upload' | 'corrections'): Promise<string> => {
      const { json } = await ask('POST', '/evaluation-sets', { classificationId, name: 'Ours', source });
      return json.id;
    },
    /** The answers of a new batch, each with the version that gave it. */
    answer: async (id: string, files: readonly Letter[]): Promise<Json[]> => {
      const { json: batch } = await ask('POST', '/batches', formOf(id, files), { prefer: 'wait=50' });
      const { json } = await ask('GET', `/files?batchId=${batch.id}`);
      return Promise.all(
        json.items.map(async ({ id: fileId }: Json) => (await ask('GET', `/files/${fileId}`)).json),
      );
    },
    evaluate: async (setId: string, version?: number): Promise<Json> => {
      const { status, json } = await ask('POST', '/evaluations', { setId, ...(version && { version }) });
      assert.equal(status, 201, JSON.stringify(json));
      return until('the evaluation to end', async () => {
        const { json: now } = await ask('GET', `/evaluations/${json.id}`);
        return ['waiting', 'running'].includes(now.state) ? undefined : now;
      });
    },
  };
}
