import { useState } from 'preact/hooks';
import type { Classification, LibraryType } from '../../http/v2/definition-schemas.ts';
import { messageOf, post } from '../api.ts';
import { plural } from '../format.ts';
import { useResource } from '../use-resource.ts';
import { Dialog } from './dialog.tsx';
import { LibraryPicker } from './library-picker.tsx';
import { Failed, Loading } from './notice.tsx';

/** The commonest of an office: one click makes a classification that works. */
const starters: readonly { readonly name: string; readonly ids: readonly string[] }[] = [
  {
    name: 'Accounting',
    ids: [
      'invoice',
      'receipt',
      'credit-note',
      'purchase-order',
      'delivery-note',
      'bank-statement',
      'dunning-letter',
    ],
  },
  {
    name: 'Human resources',
    ids: [
      'resume',
      'cover-letter',
      'employment-contract',
      'payslip',
      'timesheet',
      'expense-report',
      'leave-request',
    ],
  },
  {
    name: 'Contracts',
    ids: [
      'nda',
      'service-agreement',
      'lease-agreement',
      'sales-contract',
      'power-of-attorney',
      'contract-amendment',
    ],
  },
];

type LibraryDialogProps = {
  readonly onClose: () => void;
  readonly onMade: (classification: Classification) => void;
};

export function LibraryDialog({ onClose, onMade }: LibraryDialogProps) {
  const library = useResource<{ items: LibraryType[] }>('/library-types');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const items = library.data?.items ?? [];
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const documentTypes = items
      .filter(({ id }) => chosen.has(id))
      .map(({ name, description, uniqueWords }) => ({ name, description, uniqueWords }));
    try {
      onMade(
        await post<Classification>('/classifications', {
          name: name.trim() || 'My documents',
          documentTypes,
        }),
      );
    } catch (reason) {
      setError(messageOf(reason));
    }
  };
  const start = (starter: (typeof starters)[number]) => {
    setName(starter.name);
    setChosen(new Set(items.filter(({ id }) => starter.ids.includes(id)).map(({ id }) => id)));
  };
  return (
    <Dialog title="New classification" onClose={onClose}>
      {library.error !== undefined && <Failed error={library.error} onRetry={library.reload} />}
      {library.loading && <Loading />}
      {library.data && (
        <form class="library-form" onSubmit={make}>
          <div class="starters">
            <span>Start with</span>
            {starters.map((starter) => (
              <button key={starter.name} type="button" onClick={() => start(starter)}>
                {starter.name}
              </button>
            ))}
          </div>
          <label>
            Name
            <input
              value={name}
              maxLength={500}
              placeholder="My documents"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <LibraryPicker items={items} chosen={chosen} onChange={setChosen} />
          {error && <Failed error={error} />}
          <footer>
            <span class="quiet" role="status">
              {plural(chosen.size, 'type')} chosen
            </span>
            <button type="submit" class="primary" disabled={chosen.size === 0}>
              Create classification
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
