/** A progress bar on a terminal; silent elsewhere, so that logs and pipes stay clean. */
export type Progress = { readonly step: (label?: string) => void; readonly end: () => void };

const barCells = 24;

export function showProgress(
  total: number,
  what: string,
  terminal: NodeJS.WriteStream = process.stderr,
): Progress {
  if (!terminal.isTTY || total === 0) return { step: () => {}, end: () => {} };
  const startedAt = performance.now();
  let done = 0;
  const draw = (label: string) => {
    const cells = Math.round((done / total) * barCells);
    const seconds = (performance.now() - startedAt) / 1000;
    const left = done === 0 ? '' : ` · ${Math.ceil((seconds / done) * (total - done))} s left`;
    const text = `${'█'.repeat(cells)}${'░'.repeat(barCells - cells)} ${done}/${total} ${what}${left} ${label}`;
    terminal.write(`\r\x1b[K${text.slice(0, (terminal.columns ?? 80) - 1)}`);
  };
  draw('');
  return {
    step: (label = '') => {
      done += 1;
      draw(label);
    },
    end: () => terminal.write('\r\x1b[K'),
  };
}
