import { Type } from 'typebox';
import { Failure } from '../../errors.ts';
import type { Database } from '../../storage/database.ts';
import { dayOf, readUsage as read } from '../../storage/usage.ts';
import { resource } from './resource.ts';
import * as schemas from './schemas.ts';

const dayMs = 24 * 3_600_000;
const daysShown = 30;
const daysMax = 366;

export function readUsage(database: Database) {
  return resource({
    name: 'usage.read',
    tag: 'Operations',
    summary: 'Tell what was worked on, by day',
    description:
      'The latest 30 days where nothing is asked, at most 366. A classified file that a template then extracted counts for both, worked on once more for each retry.',
    query: Type.Object({
      from: Type.Optional(Type.String({ format: 'date', description: 'First day, in UTC' })),
      to: Type.Optional(Type.String({ format: 'date', description: 'Last day; today where absent' })),
    }),
    answer: Type.Object({ items: Type.Array(schemas.usage) }, { ...schemas.closed, description: 'Usage' }),
    handle: async ({ query, caller: { workspaceId } }) => {
      const to = query.to ?? dayOf(Date.now());
      const from = query.from ?? dayOf(Date.parse(to) - (daysShown - 1) * dayMs);
      if (Date.parse(to) - Date.parse(from) >= daysMax * dayMs) {
        throw new Failure('invalid_request', `Ask for at most ${daysMax} days at a time`);
      }
      return { items: await read(database, { workspaceId, from, to }) };
    },
  });
}
