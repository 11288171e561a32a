import { useRef, useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import { plural } from '../format.ts';
import { groupByFolder, type LabelledFiles, uploadLabelled } from '../labelled-upload.ts';

type LabelledUploaderProps = {
  readonly path: string;
  readonly types: readonly string[];
  readonly onDone: () => void;
};

/** Files with their type: some of one type, or a folder that is sorted into folders named by type. */
export function LabelledUploader({ path, types, onDone }: LabelledUploaderProps) {
  const [type, setType] = useState('');
  const [busy, setBusy] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const names = [...types, 'other'];
  const chosen = type || names[0]!;
  const send = async (groups: readonly LabelledFiles[], left = 0) => {
    setBusy(true);
    const { stored, refusals } = await uploadLabelled(path, groups);
    setBusy(false);
    const skipped = left > 0 ? `; ${plural(left, 'file')} in no folder of a type` : '';
    announce([`${plural(stored, 'file')} stored${skipped}`, ...refusals].join('. '));
    onDone();
  };
  return (
    <div class="labelled-uploader">
      <label>
        Type
        <select value={chosen} onChange={(event) => setType(event.currentTarget.value)}>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={busy} onClick={() => files.current?.click()}>
        Add files of this type
      </button>
      <button type="button" disabled={busy} onClick={() => folder.current?.click()}>
        Add a folder sorted by type
      </button>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={`Files of the type ${chosen}`}
        onChange={({ currentTarget }) => {
          void send([{ documentType: chosen, files: [...(currentTarget.files ?? [])] }]);
          currentTarget.value = '';
        }}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        // @ts-expect-error Every browser knows it, the types of HTML do not.
        webkitdirectory=""
        aria-label="Folder sorted by type"
        onChange={({ currentTarget }) => {
          const { groups, left } = groupByFolder([...(currentTarget.files ?? [])], names);
          void send(groups, left);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}
