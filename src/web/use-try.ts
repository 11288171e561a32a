import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../http/v2/schemas.ts';
import { messageOf, post } from './api.ts';
import type { Draft } from './draft.ts';

/** Long enough not to ask at every letter. */
const restMs = 350;

export type Tried = { readonly answer?: Answer; readonly error?: string };

/** How a file, stored (its id) or only chosen here, would be answered by a draft. */
export function useTry(file: string | File | undefined, { documentTypes, settings }: Draft): Tried {
  const [tried, setTried] = useState<Tried>({});
  useEffect(() => {
    if (file === undefined) return;
    let left = false;
    const show = (result: Tried) => {
      if (!left) setTried(result);
    };
    const timer = setTimeout(() => {
      // A type that has no name yet is still being written.
      const types = { documentTypes: documentTypes.filter(({ name }) => name.trim() !== ''), settings };
      post<Answer>(
        '/tries',
        typeof file === 'string' ? { fileId: file, ...types } : toForm(file, types),
      ).then(
        (answer) => show({ answer }),
        (error: unknown) => show({ error: messageOf(error) }),
      );
    }, restMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [file, documentTypes, settings]);
  return tried;
}

function toForm(file: File, types: object): FormData {
  const form = new FormData();
  form.append('types', JSON.stringify(types));
  form.append('file', file, file.name);
  return form;
}
