import { Type } from 'typebox';
import { milliseconds } from './schemas.ts';

/** `deletedAt` is not in the published samples; one client demands it, and it harms nobody. */
export const deletedAnswer = <Message extends string>(message: Message) =>
  Type.Object(
    {
      status: Type.Literal('success'),
      message: Type.Literal(message),
      deletedAt: milliseconds('When it was deleted'),
    },
    {
      description: 'Deleted for good',
      additionalProperties: false,
      examples: [{ status: 'success', message, deletedAt: 1_740_864_032_435 }],
    },
  );
