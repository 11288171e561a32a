/** For how many days after a file is finished it is kept; for ever where absent. */
export type Retention = {
  /** Original and reading. */
  readonly originalsDays?: number;
  /** All of it. */
  readonly resultsDays?: number;
};

/** Null where everything is kept: the sweep asks for the rest only. */
export function packRetention(retention: Retention): string | null {
  return Object.keys(retention).length === 0 ? null : JSON.stringify(retention);
}

export function unpackRetention(packed: string | null): Retention {
  return packed === null ? {} : JSON.parse(packed);
}
