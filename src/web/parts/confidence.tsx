import { formatConfidence } from '../format.ts';

/** A number with a bar; the tone only repeats what the number says. */
export function Confidence({ value, unsure }: { value: number; unsure: boolean }) {
  return (
    <span class={unsure ? 'confidence unsure' : 'confidence'}>
      <span class="meter" aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
      </span>
      <span class="number">{formatConfidence(value)}</span>
    </span>
  );
}
