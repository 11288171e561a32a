import type { Answer } from '../classification/answer.ts';
import { createClassification } from './classifications.ts';
import type { Database } from './database.ts';
import type { NewFile } from './files.ts';
import type { ResultWithEvidence } from './results.ts';
import { createWorkspace } from './workspaces.ts';

/** Rows that tests begin with. */
export async function createOwner(database: Database) {
  const { id: workspaceId } = await createWorkspace(database, 'Test');
  const documentTypes = [{ name: 'Invoice', description: 'Asks for money', uniqueWords: ['total due'] }];
  const { id } = await createClassification(database, { workspaceId, name: 'Post', documentTypes });
  return { workspaceId, owner: { kind: 'classification', id } as const };
}

export function newFiles(count: number): NewFile[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `letter ${index}.pdf`,
    mediaType: 'application/octet-stream',
    bytes: 10,
    sha256: '0'.repeat(64),
    blobKey: `00/00${index.toString(16).padStart(30, '0')}`,
    pageCount: 1,
  }));
}

export const answer: Answer = {
  documentType: 'Invoice',
  confidence: 0.9,
  needsReview: false,
  ranking: [{ documentType: 'Invoice', confidence: 0.9 }],
  evidence: [
    { page: 1, box: [0, 0, 1, 1], text: 'Total due', term: 'total due', origin: 'uniqueWord', weight: 1 },
  ],
  borrowed: [],
};

export const result: ResultWithEvidence = { ...answer, revision: 1, pageFrom: 1, pageTo: 2 };
