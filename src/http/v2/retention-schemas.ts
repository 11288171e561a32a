/** What retention will delete, as people are told before it does. */
import { type Static, Type } from 'typebox';
import { retention } from './definition-schemas.ts';
import { closed, time } from './schemas.ts';

const due = Type.Object(
  {
    firstAt: time('When the first of them goes, with the hourly sweep after it'),
    withinWeek: Type.Integer({ description: 'Files of which it goes within the next seven days' }),
  },
  { ...closed, description: 'Absent where there is nothing to delete' },
);

export const dueRetention = Type.Object(
  {
    ownerKind: Type.Union([Type.Literal('classification'), Type.Literal('template')]),
    ownerId: Type.String(),
    ownerName: Type.String(),
    retention,
    originals: Type.Optional(due),
    results: Type.Optional(due),
  },
  { ...closed, description: 'What the retention of one classification or template will delete' },
);
export type DueRetention = Static<typeof dueRetention>;
