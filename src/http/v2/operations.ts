import { availableLayers } from '../../engine/sandbox.ts';
import type { Database } from '../../storage/database.ts';
import { readOperations as read } from '../../storage/operations.ts';
import { toTime } from './present.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

export function readOperations(database: Database) {
  return resource({
    name: 'operations.read',
    tag: 'Operations',
    summary: 'Tell what goes on: queue, throughput, failures, storage used',
    answer: schemas.operations,
    handle: async ({ caller: { workspaceId } }) => {
      const { queue, ...rest } = await read(database, workspaceId);
      const { oldestAt, ...counts } = queue;
      return {
        ...rest,
        queue: { ...counts, ...(oldestAt !== undefined && { oldestAt: toTime(oldestAt) }) },
        sandbox: availableLayers(),
      };
    },
  });
}
