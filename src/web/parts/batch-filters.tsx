import { changeQuery } from '../router.ts';

const states = [
  ['', 'Any state'],
  ['waiting', 'Waiting'],
  ['processed', 'Processed'],
  ['failed', 'Failed'],
  ['review', 'Needs review'],
  ['reviewed', 'Checked by a person'],
] as const;

const sureness: readonly {
  readonly value: string;
  readonly text: string;
  readonly min?: string;
  readonly max?: string;
}[] = [
  { value: '', text: 'Any confidence' },
  { value: 'low', text: 'Below 50 %', max: '0.5' },
  { value: 'middle', text: '50 to 80 %', min: '0.5', max: '0.8' },
  { value: 'high', text: 'Above 80 %', min: '0.8' },
];

/** What the address says, as the API asks for it. */
export function filterOf(query: URLSearchParams): Readonly<Record<string, string>> {
  const filter: Record<string, string> = {};
  const state = query.get('state');
  if (state === 'review') filter.needsReview = 'true';
  else if (state === 'reviewed') filter.reviewed = 'true';
  else if (state) filter.state = state;
  const type = query.get('type');
  if (type) filter.documentType = type;
  const text = query.get('text');
  if (text) filter.text = text;
  const sure = sureness.find(({ value }) => value !== '' && value === query.get('sure'));
  if (sure?.min) filter.confidenceMin = sure.min;
  if (sure?.max) filter.confidenceMax = sure.max;
  return filter;
}

/** Files of a template have no answer that could be unsure. */
export function BatchFilters({ query, hasTypes }: { query: URLSearchParams; hasTypes: boolean }) {
  const offered = hasTypes ? states : states.filter(([value]) => value !== 'review');
  return (
    <search class="filters">
      <label>
        <span class="hidden">Text in the name</span>
        <input
          type="search"
          placeholder="Name contains …"
          value={query.get('text') ?? ''}
          onInput={(event) => changeQuery({ text: event.currentTarget.value })}
        />
      </label>
      <label>
        <span class="hidden">State</span>
        <select
          value={query.get('state') ?? ''}
          onChange={(event) => changeQuery({ state: event.currentTarget.value })}
        >
          {offered.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {hasTypes && (
        <label>
          <span class="hidden">Confidence</span>
          <select
            value={query.get('sure') ?? ''}
            onChange={(event) => changeQuery({ sure: event.currentTarget.value })}
          >
            {sureness.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
    </search>
  );
}
