import { useEffect, useRef, useState } from 'preact/hooks';
import { filesOfDrop } from '../dropped-files.ts';

type DropZoneProps = { readonly onFiles: (files: readonly File[]) => void; readonly small: boolean };

/** Files come by choosing, by paste, or dropped anywhere: beside the zone, the browser would open them instead. */
export function DropZone({ onFiles, small }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const onDrag = (event: DragEvent) => {
      event.preventDefault();
      // Leaving for nowhere: the window.
      setOver(event.type === 'dragover' || event.relatedTarget !== null);
    };
    const onDrop = async (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) onFiles(await filesOfDrop(event.dataTransfer));
    };
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      if (clipboardData !== null && clipboardData.files.length > 0) onFiles([...clipboardData.files]);
    };
    addEventListener('dragover', onDrag, { signal });
    addEventListener('dragleave', onDrag, { signal });
    addEventListener('drop', onDrop, { signal });
    addEventListener('paste', onPaste, { signal });
    return () => controller.abort();
  }, [onFiles]);
  const onChosen = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    onFiles([...(currentTarget.files ?? [])]);
    currentTarget.value = '';
  };
  return (
    <section class={`drop-zone${over ? ' over' : ''}${small ? ' small' : ''}`} aria-label="Files">
      <svg viewBox="0 0 64 48" aria-hidden="true">
        <path d="M32 36V8m0 0L20 20M32 8l12 12M6 34v10h52V34" />
      </svg>
      <p>Drop files or folders here, or paste</p>
      <div class="actions">
        <button type="button" class="primary" onClick={() => files.current?.click()}>
          Choose files
        </button>
        <button type="button" onClick={() => folder.current?.click()}>
          Choose a folder
        </button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label="Files to upload" onChange={onChosen} />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        aria-label="Folder to upload"
        onChange={onChosen}
        {...{ webkitdirectory: true }}
      />
    </section>
  );
}
