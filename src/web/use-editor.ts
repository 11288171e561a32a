import { useEffect, useState } from 'preact/hooks';
import { announce } from './announce.ts';
import { ask, messageOf, Refusal } from './api.ts';
import { useResource } from './use-resource.ts';

type Kind<Saved, Draft> = {
  readonly toDraft: (saved: Saved) => Draft;
  readonly toBody: (draft: Draft) => object;
  /** What is said when it is saved. */
  readonly done: string;
};

/** A thing that is changed in a form, saved when told to, and never over what somebody else saved meanwhile. */
export function useEditor<Saved extends { readonly revision: number }, Draft>(
  path: string,
  { toDraft, toBody, done }: Kind<Saved, Draft>,
) {
  const { data: saved, error, reload, set } = useResource<Saved>(path);
  const [draft, setDraft] = useState<Draft>();
  const [conflict, setConflict] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    if (saved === undefined) return;
    setDraft(toDraft(saved));
    setConflict(undefined);
    setRefusal(undefined);
  }, [saved]);
  const dirty =
    saved !== undefined && draft !== undefined && JSON.stringify(toDraft(saved)) !== JSON.stringify(draft);
  useEffect(() => {
    if (!dirty) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', onLeave);
    return () => removeEventListener('beforeunload', onLeave);
  }, [dirty]);
  const save = async (revision = saved?.revision) => {
    if (draft === undefined) return;
    try {
      set(await ask<Saved>(path, { method: 'PATCH', body: { revision, ...toBody(draft) } }));
      announce(done);
    } catch (reason) {
      if (reason instanceof Refusal && reason.code === 'conflict') setConflict(reason.message);
      else setRefusal(messageOf(reason));
    }
  };
  const saveOnTop = async () => save((await ask<Saved>(path)).revision);
  return { saved, draft, setDraft, dirty, error, conflict, refusal, reload, save, saveOnTop };
}
