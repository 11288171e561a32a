import type { EvaluationSummary } from '../../http/v2/evaluation-schemas.ts';
import { plural } from '../format.ts';

type Cells = EvaluationSummary['confusion'];

type ConfusionMatrixProps = {
  readonly confusion: Cells;
  /** The address of the files of a cell. */
  readonly hrefOf: (expected: string, answer: string) => string;
  readonly chosen: { readonly expected: string | null; readonly answer: string | null };
};

/** What the files are, and what they were taken for. A cell opens its files. */
export function ConfusionMatrix({ confusion, hrefOf, chosen }: ConfusionMatrixProps) {
  const rows = namesOf(confusion.map(({ expected }) => expected));
  const columns = namesOf([...rows, ...confusion.map(({ answer }) => answer)]);
  const filesOf = (expected: string, answer: string) =>
    confusion.find((cell) => cell.expected === expected && cell.answer === answer)?.files ?? 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="scrolls" aria-label="Confusion matrix" tabIndex={0}>
      <table class="confusion">
        <caption>Rows: what a file is. Columns: what it was answered. A number opens its files.</caption>
        <thead>
          <tr>
            <th scope="col">
              <span>is</span>
            </th>
            {columns.map((name) => (
              <th key={name} scope="col">
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((expected) => {
            const total = columns.reduce((sum, answer) => sum + filesOf(expected, answer), 0);
            return (
              <tr key={expected}>
                <th scope="row">{expected}</th>
                {columns.map((answer) => (
                  <Cell
                    key={answer}
                    files={filesOf(expected, answer)}
                    total={total}
                    right={expected === answer}
                    label={`${expected} answered ${answer}`}
                    href={hrefOf(expected, answer)}
                    current={chosen.expected === expected && chosen.answer === answer}
                  />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

type CellProps = {
  readonly files: number;
  readonly total: number;
  readonly right: boolean;
  readonly label: string;
  readonly href: string;
  readonly current: boolean;
};

function Cell({ files, total, right, label, href, current }: CellProps) {
  if (files === 0) return <td class="none">·</td>;
  return (
    <td class={right ? 'right' : 'wrong'} style={{ '--share': `${Math.round((files / total) * 60) + 10}%` }}>
      <a
        href={href}
        aria-label={`${label}: ${plural(files, 'file')}`}
        aria-current={current ? 'true' : undefined}
      >
        {files}
      </a>
    </td>
  );
}

/** In the order of the alphabet; `other` and what failed come last. */
function namesOf(names: readonly string[]): string[] {
  const last = ['other', 'failed'];
  const known = [...new Set(names)];
  const plain = known.filter((name) => !last.includes(name)).toSorted((a, b) => a.localeCompare(b));
  return [...plain, ...last.filter((name) => known.includes(name))];
}
