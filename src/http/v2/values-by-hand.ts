/** What people do to extracted values: write them, say that they are right, take either back. */
import { Type } from 'typebox';
import type { Failure } from '../../errors.ts';
import type { Database } from '../../storage/database.ts';
import * as storage from '../../storage/value-edits.ts';
import { extractedFileParams } from './extracted-files.ts';
import { missing } from './missing.ts';
import { resource } from './resource.ts';

const tag = 'Corrections';
const valuesMax = 1_000;

export function editExtractedValues(database: Database) {
  return resource({
    name: 'extractedFiles.edit',
    tag,
    summary: 'Write values of a file by hand',
    description:
      'Results of both APIs carry them from then on, with confidence 1; what was found first is kept beside. An empty text takes a value out; the row after the last of a table adds one. Webhooks get `extraction.edited`.',
    params: extractedFileParams,
    body: Type.Object({
      values: Type.Array(
        Type.Object({
          path: Type.String({ minLength: 1, maxLength: 10_000, description: '`total`, `items[2].price`' }),
          text: Type.String({ maxLength: 10_000 }),
        }),
        { minItems: 1, maxItems: valuesMax },
      ),
    }),
    status: 204,
    handle: async ({ params: { fileId }, body: { values }, caller: { workspaceId, id, name } }) => {
      const edit = { values, by: { id, name } };
      if (!(await storage.editValues(database, { workspaceId, fileId }, edit))) throw unread(fileId);
      return undefined;
    },
  });
}

export function withdrawValueEdits(database: Database) {
  return resource({
    name: 'extractedFiles.withdrawEdits',
    tag,
    summary: 'Take back what was written by hand',
    description: 'The values are again what was found. Webhooks get `extraction.edited`.',
    params: extractedFileParams,
    status: 204,
    handle: async ({ params: { fileId }, caller: { workspaceId } }) => {
      const found = await storage.withdrawValueEdits(database, { workspaceId, fileId });
      if (!found) throw missing('edited value of file', fileId);
      return undefined;
    },
  });
}

export function confirmExtractedValues(database: Database) {
  return resource({
    name: 'extractedFiles.confirm',
    tag,
    summary: 'Say that all values of a file are right',
    description: 'Who said it and when is kept. Webhooks get `extraction.confirmed`.',
    params: extractedFileParams,
    status: 204,
    handle: async ({ params: { fileId }, caller: { workspaceId, id, name } }) => {
      const found = await storage.confirmValues(database, { workspaceId, fileId }, { id, name });
      if (!found) throw unread(fileId);
      return undefined;
    },
  });
}

export function withdrawConfirmation(database: Database) {
  return resource({
    name: 'extractedFiles.withdrawConfirmation',
    tag,
    summary: 'Take the confirmation of values back',
    params: extractedFileParams,
    status: 204,
    handle: async ({ params: { fileId }, caller: { workspaceId } }) => {
      const found = await storage.withdrawConfirmation(database, { workspaceId, fileId });
      if (!found) throw missing('confirmation of file', fileId);
      return undefined;
    },
  });
}

function unread(fileId: string): Failure {
  return missing('file with extracted values', fileId);
}
