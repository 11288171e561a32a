/** What fuzzing feeds: structure that is nearly right, since bytes by chance do not get past the first check. */
import * as fc from 'fast-check';

const bytesMax = 100_000;

/** Tokens of a format in any order, some of them thousands of times, with any text between them. */
export function soup(tokens: readonly string[], maxLength = bytesMax): fc.Arbitrary<string> {
  const token = fc.constantFrom(...tokens);
  const many = fc.tuple(token, fc.integer({ min: 2, max: 20_000 })).map(repeat);
  const piece = fc.oneof(
    { weight: 6, arbitrary: token },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    { weight: 1, arbitrary: many },
  );
  return fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('').slice(0, maxLength));
}

function repeat([token, times]: readonly [string, number]): string {
  return token.repeat(Math.min(times, Math.ceil(bytesMax / Math.max(1, token.length))));
}

/** Something whole with some bytes changed, cut out, put in or doubled; at times left whole. */
export function damaged(whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Buffer> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const edit = fc.tuple(
    fc.constantFrom('change', 'cut', 'insert', 'double', 'end'),
    share,
    share,
    fc.uint8Array({ maxLength: 8 }),
  );
  return fc
    .tuple(whole, fc.array(edit, { maxLength: 6 }))
    .map(([bytes, edits]) => edits.reduce(applyEdit, Buffer.from(bytes)));
}

function applyEdit(
  bytes: Buffer,
  [kind, where, length, put]: readonly [string, number, number, Uint8Array],
): Buffer {
  const at = Math.floor(where * bytes.length);
  // Cubed: mostly a few bytes, seldom most of the file.
  const end = Math.min(bytes.length, at + 1 + Math.floor(length ** 3 * bytes.length));
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  if (kind === 'end') return before;
  if (kind === 'cut') return Buffer.concat([before, after]);
  if (kind === 'insert') return Buffer.concat([before, put, middle, after]);
  if (kind === 'double') return Buffer.concat([before, middle, middle, after]).subarray(0, bytesMax);
  return Buffer.concat([before, put, after]);
}

/** Bytes in the pieces that a network makes of them. */
export async function* cutInto(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

export const chunkSizes: fc.Arbitrary<readonly number[]> = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: bytesMax })),
  { minLength: 1, maxLength: 4 },
);
