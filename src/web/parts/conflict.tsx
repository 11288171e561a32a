type ConflictProps = {
  /** What the server said; nothing is shown without. */
  readonly message: string | undefined;
  readonly onTheirs: () => void;
  readonly onMine: () => void;
};

/** Somebody else saved first: whose change is to stay? */
export function Conflict({ message, onTheirs, onMine }: ConflictProps) {
  if (message === undefined) return null;
  return (
    <div class="notice warn" role="alert">
      <p>{message}</p>
      <button type="button" onClick={onTheirs}>
        Load theirs
      </button>
      <button type="button" onClick={onMine}>
        Save mine over it
      </button>
    </div>
  );
}
