import { useState } from 'preact/hooks';
import type { DocumentType, LibraryType } from '../../http/v2/definition-schemas.ts';
import { plural } from '../format.ts';
import { useResource } from '../use-resource.ts';
import { Dialog } from './dialog.tsx';
import { LibraryPicker } from './library-picker.tsx';
import { Failed, Loading } from './notice.tsx';

type AddTypesDialogProps = {
  readonly known: readonly string[];
  readonly onClose: () => void;
  readonly onAdd: (types: readonly DocumentType[]) => void;
};

export function AddTypesDialog({ known, onClose, onAdd }: AddTypesDialogProps) {
  const library = useResource<{ items: LibraryType[] }>('/library-types');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const names = new Set(known.map((name) => name.toLowerCase()));
  const items = (library.data?.items ?? []).filter(({ name }) => !names.has(name.toLowerCase()));
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    onAdd(
      items
        .filter(({ id }) => chosen.has(id))
        .map(({ name, description, uniqueWords }) => ({ name, description, uniqueWords })),
    );
  };
  return (
    <Dialog title="Add types from the library" onClose={onClose}>
      {library.error !== undefined && <Failed error={library.error} onRetry={library.reload} />}
      {library.loading && <Loading />}
      {library.data && (
        <form class="library-form" onSubmit={add}>
          <LibraryPicker items={items} chosen={chosen} onChange={setChosen} />
          <footer>
            <button type="submit" class="primary" disabled={chosen.size === 0}>
              Add {plural(chosen.size, 'type')}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
