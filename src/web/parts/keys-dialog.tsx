import { Dialog } from './dialog.tsx';

const keys: readonly (readonly [key: string, meaning: string])[] = [
  ['Enter', 'Confirm the answer and go on'],
  ['1 … 9', 'Say that it is the type with this number'],
  ['j', 'Next file'],
  ['k', 'Previous file'],
  ['[', 'Page before'],
  [']', 'Page after'],
  ['e', 'Write the value that is looked at, or the least sure one'],
  ['v', 'Confirm the values'],
  ['?', 'Show these keys'],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
