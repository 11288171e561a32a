import { useRef } from 'preact/hooks';
import type { File as StoredFile } from '../../http/v2/schemas.ts';

type TriedFileProps = {
  readonly files: readonly StoredFile[];
  /** The id of one of them, or a file of the person's own. */
  readonly file: string | File | undefined;
  readonly onChoose: (file: string | File) => void;
};

/** Which file is tried. */
export function TriedFile({ files, file, onChoose }: TriedFileProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      {files.length > 0 && (
        <label>
          <span class="hidden">File</span>
          <select
            value={typeof file === 'string' ? file : ''}
            onChange={(event) => onChoose(event.currentTarget.value)}
          >
            {typeof file === 'object' && <option value="">{file.name}</option>}
            {files.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" onClick={() => input.current?.click()}>
        {typeof file === 'object' && files.length === 0 ? file.name : 'Choose a file of yours'}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to try"
        onChange={({ currentTarget: { files: chosen } }) => chosen?.[0] && onChoose(chosen[0])}
      />
    </>
  );
}
