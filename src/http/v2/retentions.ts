import { Type } from 'typebox';
import type { Database } from '../../storage/database.ts';
import { type Due, listDue } from '../../storage/due-files.ts';
import { toTime } from './present.ts';
import { resource } from './resource.ts';
import { dueRetention } from './retention-schemas.ts';
import { closed } from './schemas.ts';

export function listRetentions(database: Database) {
  return resource({
    name: 'retentions.list',
    tag: 'Operations',
    summary: 'Tell what retention will delete, and when',
    description: 'Classifications and templates that keep everything are no part of it.',
    answer: Type.Object(
      { items: Type.Array(dueRetention) },
      { ...closed, description: 'What will be deleted' },
    ),
    handle: async ({ caller: { workspaceId } }) => {
      const owners = await listDue(database, workspaceId);
      return {
        items: owners.map(({ kind, id, name, retention, originals, results }) => ({
          ownerKind: kind,
          ownerId: id,
          ownerName: name,
          retention,
          ...(originals && { originals: presentDue(originals) }),
          ...(results && { results: presentDue(results) }),
        })),
      };
    },
  });
}

function presentDue({ firstAt, withinWeek }: Due) {
  return { firstAt: toTime(firstAt), withinWeek };
}
