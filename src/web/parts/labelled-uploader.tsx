import { useRef, useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import { messageOf } from '../api.ts';
import { uploadLabelled, uploadSorted } from '../labelled-upload.ts';
import { readZip } from '../read-zip.ts';

type LabelledUploaderProps = {
  readonly path: string;
  readonly types: readonly string[];
  readonly onDone: () => void;
};

/** Files with their type: some of one type, or a folder or archive that is sorted into folders named by type. */
export function LabelledUploader({ path, types, onDone }: LabelledUploaderProps) {
  const [type, setType] = useState('');
  const [busy, setBusy] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const archive = useRef<HTMLInputElement>(null);
  const names = [...types, 'other'];
  const chosen = type || names[0]!;
  const send = async (work: () => Promise<string>) => {
    setBusy(true);
    announce(await work().catch(messageOf));
    setBusy(false);
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
      <button type="button" disabled={busy} onClick={() => archive.current?.click()}>
        Add a ZIP sorted by type
      </button>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={`Files of the type ${chosen}`}
        onChange={({ currentTarget }) => {
          const some = [...(currentTarget.files ?? [])];
          void send(() => uploadLabelled(path, [{ documentType: chosen, files: some }]));
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
          const some = [...(currentTarget.files ?? [])].map((file) => ({
            path: file.webkitRelativePath,
            file,
          }));
          void send(() => uploadSorted(path, some, names));
          currentTarget.value = '';
        }}
      />
      <input
        ref={archive}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label="ZIP sorted by type"
        onChange={({ currentTarget }) => {
          const [zip] = currentTarget.files ?? [];
          if (zip) void send(async () => uploadSorted(path, await readZip(zip), names));
          currentTarget.value = '';
        }}
      />
    </div>
  );
}
