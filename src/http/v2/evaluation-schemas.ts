/** Evaluation sets and evaluations: how right a version answers files whose types are known. */
import { type Static, Type } from 'typebox';
import { closed, probability, time } from './schemas.ts';

export const setSource = Type.Union([Type.Literal('upload'), Type.Literal('corrections')], {
  description:
    '`upload`: files that are added with their types; `corrections`: all files of the classification that people decided on, as they are when it is evaluated',
});

export const evaluationSet = Type.Object(
  {
    id: Type.String(),
    classificationId: Type.String(),
    name: Type.String(),
    source: setSource,
    files: Type.Integer(),
    waiting: Type.Integer({ description: 'Uploaded and not read yet' }),
    guards: Type.Boolean({
      description:
        'The newest set of a classification: a change that answers worse on it is not taken silently',
    }),
    createdAt: time('When it was made'),
  },
  { ...closed, description: 'Files with their right types' },
);
export type EvaluationSet = Static<typeof evaluationSet>;

const share = (description: string) => Type.Number({ description });

export const evaluationSummary = Type.Object(
  {
    files: Type.Integer(),
    accuracy: share('Of the files that belong to a type, the share answered rightly'),
    accuracyInterval: Type.Array(Type.Number(), { description: '95 % interval, by bootstrap' }),
    macroF1: share('Mean F1 of the types that have files'),
    otherRecall: share('Of the files of no type, the share answered `other`; 1 where there are none'),
    falseOther: share('Of the files that belong to a type, the share answered `other`'),
    calibrationError: share('Expected calibration error, over ten bins of equal count'),
    millisecondsPerFile: share('Mean time of an answer from a kept reading'),
    types: Type.Array(
      Type.Object(
        {
          documentType: Type.String(),
          precision: Type.Number(),
          recall: Type.Number(),
          f1: Type.Number(),
          support: Type.Integer({ description: 'Files that belong to the type' }),
        },
        closed,
      ),
    ),
    confusion: Type.Array(
      Type.Object({ expected: Type.String(), answer: Type.String(), files: Type.Integer() }, closed),
      { description: 'Right type, answer, and how many files; `failed` where there was no answer' },
    ),
    reliability: Type.Array(
      Type.Object({ count: Type.Integer(), confidence: Type.Number(), accuracy: Type.Number() }, closed),
      { description: 'Ten bins of equal count, from the least sure answers to the surest' },
    ),
    coverage: Type.Array(
      Type.Object({ threshold: Type.Number(), coverage: Type.Number(), accuracy: Type.Number() }, closed),
      {
        description:
          'With the review threshold at `threshold`: the share of files that ask for no review, and how many of these are right',
      },
    ),
  },
  { ...closed, description: 'What an evaluation found' },
);
export type EvaluationSummary = Static<typeof evaluationSummary>;

export const evaluation = Type.Object(
  {
    id: Type.String(),
    classificationId: Type.String(),
    setId: Type.String(),
    version: Type.Integer({ description: 'Of the classification' }),
    automatic: Type.Boolean({ description: 'Begun by a new version, to say whether it is worse' }),
    state: Type.Union([
      Type.Literal('waiting'),
      Type.Literal('running'),
      Type.Literal('finished'),
      Type.Literal('failed'),
      Type.Literal('cancelled'),
    ]),
    files: Type.Integer(),
    answered: Type.Integer(),
    summary: Type.Optional(evaluationSummary),
    error: Type.Optional(Type.String()),
    createdAt: time('When it was begun'),
    finishedAt: Type.Optional(time('When it ended')),
  },
  { ...closed, description: 'How right a version answers the files of a set' },
);
export type Evaluation = Static<typeof evaluation>;

export const evaluationAnswer = Type.Object(
  {
    fileId: Type.String(),
    name: Type.String(),
    expected: Type.String(),
    answer: Type.Optional(Type.String({ description: 'Absent where there was none' })),
    confidence: probability('Of the answer'),
    close: Type.Boolean({
      description: 'The first two are so close that it asks for review at any threshold',
    }),
    milliseconds: Type.Number(),
  },
  { ...closed, description: 'One file of an evaluation' },
);
export type EvaluationAnswer = Static<typeof evaluationAnswer>;

const changedAnswer = Type.Object(
  {
    fileId: Type.String(),
    name: Type.String(),
    expected: Type.String(),
    before: Type.Optional(Type.String()),
    after: Type.Optional(Type.String()),
  },
  closed,
);

export const comparison = Type.Object(
  {
    files: Type.Integer({ description: 'That both answered, with the same right type' }),
    better: Type.Integer({ description: 'Wrong before, right after' }),
    worse: Type.Integer({ description: 'Right before, wrong after' }),
    changed: Type.Array(changedAnswer, { description: 'Answered otherwise; 200 at most' }),
  },
  { ...closed, description: 'Two versions on the same files' },
);
export type Comparison = Static<typeof comparison>;

const named = Type.Object({ documentType: Type.String(), confidence: Type.Number() }, closed);

export const reanswers = Type.Object(
  {
    version: Type.Integer({ description: 'That answers now' }),
    examined: Type.Integer({
      description: 'Files that no person decided on, the least sure first; 100 at most',
    }),
    changed: Type.Array(
      Type.Object({ fileId: Type.String(), name: Type.String(), before: named, after: named }, closed),
      { description: 'Those that are of another type now' },
    ),
    applied: Type.Array(Type.String(), { description: 'Ids of files that have the new answer' }),
  },
  { ...closed, description: 'What the files of a batch would be answered now' },
);
export type Reanswers = Static<typeof reanswers>;
