/** The resources of the API, each once: they check, type, serialise and document. The dashboard takes its types from here. */
import { type Static, type TSchema, Type } from 'typebox';

export const closed = { additionalProperties: false } as const;

export const id = (what: string) => Type.String({ minLength: 1, maxLength: 128, description: what });
export const time = (what: string) => Type.String({ format: 'date-time', description: what });
export const probability = (what: string) => Type.Number({ minimum: 0, maximum: 1, description: what });

export const pageOf = <Item extends TSchema>(item: Item) =>
  Type.Object(
    {
      items: Type.Array(item),
      next: Type.Optional(
        Type.String({ description: 'Give it as `cursor` for the next page; absent on the last' }),
      ),
    },
    { ...closed, description: 'One page of a list' },
  );

export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the page before' })),
};

export const batchCounts = Type.Object(
  {
    files: Type.Integer(),
    waiting: Type.Integer(),
    processed: Type.Integer(),
    failed: Type.Integer(),
    needsReview: Type.Integer(),
  },
  closed,
);

/** Narrows lists of batches and files. */
export const ownerQuery = {
  classificationId: Type.Optional(id('Only of this classification')),
  templateId: Type.Optional(id('Only of this template; with `classificationId`, of either')),
};

/** One of the two: what the files were uploaded to. */
const fileOwner = {
  classificationId: Type.Optional(Type.String({ description: 'Where its types are told' })),
  templateId: Type.Optional(Type.String({ description: 'Where its values are extracted' })),
};

export const byPerson = (description: string) =>
  Type.Object(
    { by: Type.String({ description: 'Name of the API key' }), at: time('When') },
    { ...closed, description },
  );

export const batch = Type.Object(
  {
    id: Type.String(),
    ...fileOwner,
    classificationName: Type.Optional(Type.String()),
    templateName: Type.Optional(Type.String()),
    state: Type.Union([Type.Literal('empty'), Type.Literal('waiting'), Type.Literal('finished')]),
    counts: batchCounts,
    types: Type.Array(Type.Object({ documentType: Type.String(), files: Type.Integer() }, closed), {
      description: 'What the processed files are, the commonest first',
    }),
    createdAt: time('When it was made'),
    finishedAt: Type.Optional(time('When its latest file was finished')),
  },
  { ...closed, description: 'The files of one or more uploads' },
);
export type Batch = Static<typeof batch>;

export const fileError = Type.Object(
  { code: Type.String(), message: Type.String(), retryable: Type.Boolean() },
  { ...closed, description: 'Of failed files: why' },
);

export const fileState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('processed'),
  Type.Literal('failed'),
]);

export const fileProperties = {
  id: Type.String(),
  batchId: Type.String(),
  ...fileOwner,
  name: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer(),
  pageCount: Type.Integer(),
  state: fileState,
  documentType: Type.Optional(Type.String({ description: 'One of your types, or `other`' })),
  confidence: Type.Optional(probability('Probability that the type is right; 1 where a person said so')),
  needsReview: Type.Boolean(),
  correction: Type.Optional(
    Type.Object(
      {
        predictedType: Type.String(),
        predictedConfidence: Type.Number(),
        by: Type.String({ description: 'Name of the API key' }),
        at: time('When'),
      },
      { ...closed, description: 'Present where a person confirmed or corrected the answer' },
    ),
  ),
  valuesConfirmed: Type.Optional(
    byPerson('Of files of a template: present where a person said that all values are right'),
  ),
  error: Type.Optional(fileError),
  createdAt: time('When it was uploaded'),
  finishedAt: Type.Optional(time('When it was processed, or failed')),
  originalDeletedAt: Type.Optional(time('When retention took original and reading')),
};

export const file = Type.Object(fileProperties, { ...closed, description: 'An uploaded file' });
export type File = Static<typeof file>;

export const box = Type.Array(Type.Number(), {
  description: 'Left, top, width and height as fractions of the page',
  minItems: 4,
  maxItems: 4,
});

export const ranked = Type.Object({ documentType: Type.String(), confidence: Type.Number() }, closed);
export const evidence = Type.Object(
  {
    page: Type.Integer({ description: 'From 1' }),
    box,
    text: Type.String({ description: 'The words as read' }),
    term: Type.String({ description: 'What they matched' }),
    origin: Type.String({ description: '`name`, `uniqueWord`, `description`, `library` or `example`' }),
    weight: Type.Number({ description: 'Share of the support for the answer' }),
  },
  closed,
);
export type Evidence = Static<typeof evidence>;

export const answer = Type.Object(
  {
    documentType: Type.String(),
    confidence: Type.Number(),
    needsReview: Type.Boolean(),
    ranking: Type.Array(ranked, { description: 'All types and `other`, the best first' }),
    evidence: Type.Array(evidence),
    borrowed: Type.Array(Type.String(), {
      description: 'Library types that lent their words to the best type',
    }),
  },
  { ...closed, description: 'What the classifier says' },
);
export type Answer = Static<typeof answer>;

export const page = Type.Object(
  {
    number: Type.Integer(),
    width: Type.Number(),
    height: Type.Number(),
    source: Type.String({ description: '`text-layer`, `ocr` or `plain`' }),
    words: Type.Array(Type.Object({ text: Type.String(), box }, closed)),
  },
  { ...closed, description: 'The words of a page and where they stand' },
);
export type Page = Static<typeof page>;

export const correction = Type.Object(
  {
    fileId: Type.String(),
    classificationId: Type.String(),
    documentType: Type.String(),
    predictedType: Type.String(),
    predictedConfidence: Type.Number(),
    by: Type.String(),
    at: time('When'),
  },
  { ...closed, description: 'What a person said of a file' },
);

export const operations = Type.Object(
  {
    queue: Type.Object(
      {
        ready: Type.Integer(),
        delayed: Type.Integer(),
        running: Type.Integer(),
        dead: Type.Integer(),
        oldestAt: Type.Optional(time('When the oldest open job was stored')),
      },
      closed,
    ),
    finishedByMinute: Type.Array(Type.Integer(), { description: 'Files in each of the latest 60 minutes' }),
    files: Type.Object(
      { waiting: Type.Integer(), processed: Type.Integer(), failed: Type.Integer() },
      closed,
    ),
    pages: Type.Integer(),
    originalBytes: Type.Integer(),
    failuresByReason: Type.Array(Type.Object({ code: Type.String(), files: Type.Integer() }, closed)),
    sandbox: Type.Object(
      { network: Type.Boolean(), files: Type.Boolean(), limits: Type.Boolean() },
      { ...closed, description: 'What this machine holds reader processes to' },
    ),
  },
  { ...closed, description: 'What goes on in the workspace' },
);
export type Operations = Static<typeof operations>;

export const usage = Type.Object(
  {
    day: Type.String({ format: 'date', description: 'In UTC' }),
    ownerKind: Type.Union([Type.Literal('classification'), Type.Literal('template')]),
    ownerId: Type.String({ description: 'Of the classification or template, which may be gone' }),
    processed: Type.Integer({ description: 'Files' }),
    failed: Type.Integer({ description: 'Files' }),
    pages: Type.Integer({ description: 'Of processed files' }),
    bytes: Type.Integer({ description: 'Of the originals of processed files' }),
  },
  { ...closed, description: 'Work done on one day for one classification or template' },
);

export const keyScope = Type.Union([Type.Literal('admin'), Type.Literal('write'), Type.Literal('read')], {
  description:
    '`read`: answers, documents and definitions. `write`: change them too. `admin`: keys, webhooks and the rest too',
});

export const apiKey = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    prefix: Type.String({ description: 'First characters of the key' }),
    scope: keyScope,
    classificationId: Type.Optional(Type.String({ description: 'It sees only this classification' })),
    templateId: Type.Optional(Type.String({ description: 'It sees only this template' })),
    createdAt: time('When it was made'),
    expiresAt: Type.Optional(time('Refused from then on')),
    revokedAt: Type.Optional(time('Refused since then')),
  },
  { ...closed, description: 'An API key; the key itself is shown once, when it is made' },
);
export type ApiKey = Static<typeof apiKey>;

export const session = Type.Object(
  { workspaceId: Type.String(), keyId: Type.String(), keyName: Type.String(), scope: keyScope },
  { ...closed, description: 'Who is signed in' },
);
export type Session = Static<typeof session>;

export const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable: programs may branch on it' }),
    requestId: Type.String(),
    retryable: Type.Boolean({ description: 'Whether the same request can end differently later' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ pointer: Type.String({ description: 'JSON Pointer' }), detail: Type.String() }, closed),
      ),
    ),
    comparison: Type.Optional(
      Type.Unknown({ description: 'Of `worse_on_evaluation`: as `/evaluations/{evaluationId}/comparison`' }),
    ),
  },
  { ...closed, description: 'Refused (RFC 9457)' },
);
export type Problem = Static<typeof problem>;
