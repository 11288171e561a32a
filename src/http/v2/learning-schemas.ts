/** What a classification learned: examples, versions. */
import { type Static, Type } from 'typebox';
import { documentType, settings } from './definition-schemas.ts';
import { closed, fileError, fileState, time } from './schemas.ts';

export const labelledFile = Type.Object(
  {
    id: Type.String(),
    documentType: Type.String({ description: 'One of your types, or `other`' }),
    name: Type.String(),
    mediaType: Type.String(),
    bytes: Type.Integer(),
    pageCount: Type.Integer(),
    state: fileState,
    error: Type.Optional(fileError),
    by: Type.String({ description: 'Name of the API key' }),
    createdAt: time('When it was uploaded'),
  },
  { ...closed, description: 'A file that came with its type; it counts once it is `processed`' },
);
export type LabelledFile = Static<typeof labelledFile>;

export const version = Type.Object(
  {
    version: Type.Integer(),
    revision: Type.Integer({ description: 'Of the types and settings' }),
    cause: Type.Union(
      [Type.Literal('defined'), Type.Literal('taught'), Type.Literal('forgotten'), Type.Literal('restored')],
      {
        description:
          '`defined`: types or settings were set; `taught`, `forgotten`: lessons came or went; `restored`: an earlier version was brought back',
      },
    ),
    amount: Type.Integer({
      description: 'Lessons that came or went; of `restored` the version that was brought back',
    }),
    by: Type.Optional(Type.String({ description: 'Name of the API key' })),
    verdict: Type.Optional(
      Type.Union([Type.Literal('fine'), Type.Literal('worse'), Type.Literal('accepted')], {
        description:
          'What the evaluation set says of it beside the one before: `worse` answers fewer files rightly, `accepted` is worse and wanted all the same; absent until it was compared',
      }),
    ),
    createdAt: time('When it came'),
  },
  { ...closed, description: 'What answers: a revision of types and settings, and the lessons in force' },
);
export type Version = Static<typeof version>;

const definition = Type.Object({ documentTypes: Type.Array(documentType), settings }, closed);

export const versionDetail = Type.Object(
  {
    ...version.properties,
    ...definition.properties,
    lessons: Type.Array(Type.Object({ documentType: Type.String(), lessons: Type.Integer() }, closed), {
      description: 'How many files teach each type',
    }),
  },
  { ...closed, description: 'A version with its types, settings and lessons' },
);
export type VersionDetail = Static<typeof versionDetail>;

const lessons = (description: string) =>
  Type.Array(
    Type.Object(
      {
        fileId: Type.String(),
        name: Type.String(),
        documentType: Type.String(),
        source: Type.Union([Type.Literal('correction'), Type.Literal('example')]),
      },
      closed,
    ),
    { description },
  );

export const versionChanges = Type.Object(
  {
    before: definition,
    after: definition,
    lessonsAdded: lessons('In force in the later version only; the newest 200'),
    lessonsRemoved: lessons('In force in the earlier version only, deleted files aside; the newest 200'),
  },
  { ...closed, description: 'What differs between two versions' },
);
export type VersionChanges = Static<typeof versionChanges>;
