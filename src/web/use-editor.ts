import { useEffect, useState } from 'preact/hooks';
import { announce } from './announce.ts';
import { ask, messageOf, Refusal } from './api.ts';
import { useResource } from './use-resource.ts';

type Kind<Saved, Draft extends object> = {
  readonly toDraft: (saved: Saved) => Draft;
  readonly toBody: (draft: Draft) => object;
  /** What is said when it is saved. */
  readonly done: string;
};

type Problem = {
  /** Somebody else saved first. */
  readonly conflict?: string;
  /** It would answer the evaluation set worse; nothing was saved. */
  readonly worse?: Refusal;
  readonly refusal?: string;
};

export type Editor<Saved, Draft> = {
  readonly saved: Saved | undefined;
  readonly draft: Draft | undefined;
  readonly setDraft: (draft: Draft) => void;
  readonly dirty: boolean;
  readonly error: unknown;
  readonly problem: Problem;
  /** Takes what is saved, and forgets the draft. */
  readonly reload: () => void;
  readonly save: () => Promise<void>;
  /** Over what somebody else saved meanwhile. */
  readonly saveOnTop: () => Promise<void>;
  /** Although it answers worse. */
  readonly saveWorse: () => Promise<void>;
  readonly dropProblem: () => void;
};

/** A thing that is changed in a form, saved when told to, and never over what somebody else saved meanwhile. */
export function useEditor<Saved extends { readonly revision: number }, Draft extends object>(
  path: string,
  { toDraft, toBody, done }: Kind<Saved, Draft>,
): Editor<Saved, Draft> {
  const { data: saved, error, reload, set } = useResource<Saved>(path);
  const [draft, setDraft] = useState<Draft>();
  const [problem, setProblem] = useState<Problem>({});
  useEffect(() => {
    if (saved === undefined) return;
    setDraft(toDraft(saved));
    setProblem({});
  }, [saved]);
  const changes = saved && draft ? changesOf(toBody(toDraft(saved)), toBody(draft)) : {};
  const dirty = saved !== undefined && draft !== undefined && !isSame(toDraft(saved), draft);
  useEffect(() => {
    if (!dirty) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', onLeave);
    return () => removeEventListener('beforeunload', onLeave);
  }, [dirty]);
  const save = async (revision = saved?.revision, force = false) => {
    try {
      const body = { revision, ...changes, ...(force && { force }) };
      set(await ask<Saved>(path, { method: 'PATCH', body }));
      announce(done);
    } catch (reason) {
      setProblem(problemOf(reason));
    }
  };
  return {
    ...{ saved, draft, setDraft, dirty, error, problem, reload },
    save: () => save(),
    saveOnTop: async () => save((await ask<Saved>(path)).revision),
    saveWorse: () => save(saved?.revision, true),
    dropProblem: () => setProblem({}),
  };
}

function problemOf(reason: unknown): Problem {
  if (!(reason instanceof Refusal)) return { refusal: messageOf(reason) };
  if (reason.code === 'conflict') return { conflict: reason.message };
  if (reason.code === 'worse_on_evaluation') return { worse: reason };
  return { refusal: reason.message };
}

/** Only what differs: what is sent counts as a change, and makes a new version. */
function changesOf(before: object, after: object): object {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => !isSame(old.get(key), value)));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
