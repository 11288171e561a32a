import { Failure } from '../errors.ts';

/** Throws where retention took original and reading of the file. */
export function requireOriginal({
  originalsDeletedAt,
}: {
  readonly originalsDeletedAt: number | undefined;
}): void {
  if (originalsDeletedAt === undefined) return;
  const day = new Date(originalsDeletedAt).toISOString().slice(0, 10);
  throw new Failure(
    'not_found',
    `Original and reading of this file were deleted on ${day}, as its retention says; its result stays`,
  );
}
