import { useState } from 'preact/hooks';
import type { Extraction } from '../http/v2/detail-schemas.ts';
import { announce } from './announce.ts';
import { ask, messageOf, post } from './api.ts';
import { valueKey } from './marks.ts';
import type { ValuesByHand } from './parts/values.tsx';
import { nameOf } from './value-groups.ts';

/** What a person does to the values of a file; each change is saved at once. */
export function useValuesByHand(
  extraction: Extraction | undefined,
  onChanged: () => void,
): ValuesByHand & { readonly writeNext: (active: string | undefined) => void } {
  const [writing, setWriting] = useState<string>();
  const act = async (work: (path: string) => Promise<string>) => {
    if (extraction === undefined) return;
    try {
      announce(await work(`/extracted-files/${extraction.fileId}`));
    } catch (reason) {
      announce(messageOf(reason));
    }
    onChanged();
  };
  return {
    writing,
    onWriting: setWriting,
    onWrite: (path, text) =>
      void act(async (file) => {
        await post(`${file}/edits`, { values: [{ path, text }] });
        return text.trim() === '' ? `${nameOf(path)}: no value` : `${nameOf(path)}: ${text}`;
      }),
    onWithdraw: () =>
      void act(async (file) => {
        await ask(`${file}/edits`, { method: 'DELETE' });
        return 'The values are again what was found';
      }),
    onConfirm: () =>
      void act(async (file) => {
        await post(`${file}/confirmation`, {});
        return 'The values are confirmed';
      }),
    writeNext: (active) => {
      const values = extraction?.values ?? [];
      const least = values.toSorted((a, b) => a.confidence - b.confidence)[0];
      setWriting((values.find(({ path }) => valueKey(path) === active) ?? least)?.path);
    },
  };
}
