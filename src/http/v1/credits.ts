import { Type } from 'typebox';
import { endpoint } from '../endpoint.ts';

/** Clients stop when credits run out; here they never do. Fits into 32 bits with a sign. */
const creditsAlways = 1_000_000_000;

export function credits() {
  return endpoint({
    name: 'credits',
    summary: 'Get the credits',
    tag: 'Account',
    description: 'A self-hosted server counts none: the number is large and always the same.',
    answer: Type.Object(
      { status: Type.Literal('ok'), credits: Type.Integer() },
      {
        description: 'Credits',
        additionalProperties: false,
        examples: [{ status: 'ok', credits: creditsAlways }],
      },
    ),
    handle: async () => ({ status: 'ok', credits: creditsAlways }),
  });
}
