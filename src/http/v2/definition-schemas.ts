/** What a user defines: types that tell files apart, and templates of what is taken from them. */
import { type Static, Type } from 'typebox';
import { closed, probability, time } from './schemas.ts';

/** Bounds on lengths and counts are parseDocumentTypes', which names the type in its refusals. */
export const documentTypes = Type.Array(
  Type.Object({
    name: Type.String({ description: 'Label of the type; `other` is reserved' }),
    description: Type.Optional(Type.String({ description: 'What such documents are, in a sentence' })),
    uniqueWords: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Words or phrases likely on such documents, in any language',
      }),
    ),
    extractionId: Type.Optional(
      Type.String({ description: 'Template that files of this type are meant for' }),
    ),
  }),
  { minItems: 1, description: 'The kinds to tell apart' },
);

export const documentType = Type.Object(
  {
    name: Type.String(),
    description: Type.String(),
    uniqueWords: Type.Array(Type.String()),
    extractionId: Type.Optional(Type.String()),
  },
  { ...closed, description: 'A kind of document' },
);
export type DocumentType = Static<typeof documentType>;

export const settings = Type.Object(
  {
    otherThreshold: Type.Optional(
      probability(
        'How likely `other` must be to win: higher means less often; 0.5 is the calibrated balance',
      ),
    ),
    reviewThreshold: Type.Optional(probability('Answers below it ask for review')),
  },
  {
    ...closed,
    description: 'What the classifier is told besides the types; calibrated defaults where absent',
  },
);
export type Settings = Static<typeof settings>;

const days = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500, description }));

export const retention = Type.Object(
  {
    originalsDays: days('Then original, reading and what was learned from it go; the result stays'),
    resultsDays: days('Then the whole file goes'),
  },
  {
    ...closed,
    description: 'For how many days after a file is finished it is kept; for ever where absent',
  },
);

export type Retention = Static<typeof retention>;

const revision = Type.Integer({ minimum: 1, description: 'Grows with each change of the types or settings' });

export const classificationName = Type.String({ minLength: 1, maxLength: 500 });
export const classificationDescription = Type.String({ maxLength: 5_000 });

export const classification = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    documentTypes: Type.Array(documentType),
    settings,
    retention,
    revision,
    version: Type.Integer({
      description: 'Grows with each change of what answers: types, settings, lessons',
    }),
    createdAt: time('When it was made'),
    updatedAt: time('When it was last changed'),
  },
  { ...closed, description: 'A named set of document types' },
);
export type Classification = Static<typeof classification>;

/** Nested to any depth, which a schema of ours says in words: `properties` of an object, `items` of an array. */
export type TemplateField = {
  readonly key: string;
  readonly description?: string;
  readonly example?: string;
  readonly type: string;
  readonly properties?: readonly TemplateField[];
  readonly items?: Omit<TemplateField, 'key'>;
};

const templateFields = Type.Unsafe<readonly TemplateField[]>({ type: 'array', items: { type: 'object' } });

export const template = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    language: Type.String(),
    fields: templateFields,
    retention,
    revision,
    createdAt: time('When it was made'),
    updatedAt: time('When it was last changed'),
  },
  {
    ...closed,
    description: 'A named set of fields: what is extracted from files of a type that links to it',
  },
);
export type Template = Static<typeof template>;

export const templateRevision = Type.Object(
  {
    revision,
    language: Type.String(),
    fields: templateFields,
    createdAt: time('When it became current'),
  },
  { ...closed, description: 'A template as it was' },
);
export type TemplateRevision = Static<typeof templateRevision>;

export const libraryType = Type.Object(
  {
    id: Type.String(),
    group: Type.String(),
    name: Type.String(),
    description: Type.String(),
    uniqueWords: Type.Array(Type.String(), { description: 'A starting set, in English' }),
  },
  { ...closed, description: 'A ready-made document type' },
);
export type LibraryType = Static<typeof libraryType>;
