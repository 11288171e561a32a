import { useEffect, useState } from 'preact/hooks';
import { messageOf, post } from './api.ts';

/** Long enough not to ask at every letter. */
const restMs = 350;

export type Tried<Answer> = { readonly answer?: Answer; readonly error?: string };

type Trial = {
  readonly path: string;
  /** Beside the id of a stored file. */
  readonly body: object;
  /** Beside a file that is sent: JSON in this part of the form. */
  readonly part: readonly [name: string, json: unknown];
};

/**
 * How a file, stored (its id) or only chosen here, would be answered by what is not saved. The last answer
 * stays until the next is there; undefined asks nothing.
 */
export function useTry<Answer>(file: string | File | undefined, trial: Trial | undefined): Tried<Answer> {
  const [tried, setTried] = useState<Tried<Answer>>({});
  const asked = JSON.stringify(trial);
  useEffect(() => {
    if (file === undefined || trial === undefined) return;
    let left = false;
    const show = (result: Tried<Answer>) => {
      if (!left) setTried(result);
    };
    const timer = setTimeout(() => {
      const body = typeof file === 'string' ? { fileId: file, ...trial.body } : toForm(file, trial.part);
      post<Answer>(trial.path, body).then(
        (answer) => show({ answer }),
        (error: unknown) => show({ error: messageOf(error) }),
      );
    }, restMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [file, asked]);
  return tried;
}

function toForm(file: File, [name, json]: Trial['part']): FormData {
  const form = new FormData();
  form.append(name, JSON.stringify(json));
  form.append('file', file, file.name);
  return form;
}
