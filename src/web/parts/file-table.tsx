import { useCallback, useMemo, useRef } from 'preact/hooks';
import type { File } from '../../http/v2/schemas.ts';
import { formatNumber } from '../format.ts';
import { Confidence } from './confidence.tsx';
import { RowPortion } from './row-portion.tsx';

type FileTableProps = {
  readonly files: readonly File[];
  /** Files of a template have none, nor a confidence in one. */
  readonly hasTypes: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
};

/** Few enough that what is drawn anew as it comes into view keeps a frame, many enough that gaps are few. */
const portion = 50;

export function FileTable({ files, hasTypes, selected, onSelect }: FileTableProps) {
  const all = files.every(({ id }) => selected.has(id));
  const latest = useRef({ selected, onSelect });
  latest.current = { selected, onSelect };
  const toggle = useCallback((id: string) => {
    const next = new Set(latest.current.selected);
    if (!next.delete(id)) next.add(id);
    latest.current.onSelect(next);
  }, []);
  return (
    <table class="files" aria-rowcount={files.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th class="check">
            <input
              type="checkbox"
              aria-label="Select all shown files"
              checked={all}
              onChange={() => onSelect(all ? new Set() : new Set(files.map(({ id }) => id)))}
            />
          </th>
          <th>Name</th>
          <th>{hasTypes ? 'Type' : 'State'}</th>
          <th>{hasTypes ? 'Confidence' : 'Checked'}</th>
          <th class="end">Pages</th>
        </tr>
      </thead>
      {Array.from({ length: Math.ceil(files.length / portion) }, (_, index) => {
        const start = index * portion;
        const some = files.slice(start, start + portion);
        return (
          <RowPortion key={start} rows={some.length} columns={5}>
            {() =>
              some.map((file, place) => (
                <FileRow
                  key={file.id}
                  file={file}
                  index={start + place + 2}
                  selected={selected.has(file.id)}
                  onToggle={toggle}
                />
              ))
            }
          </RowPortion>
        );
      })}
    </table>
  );
}

type FileRowProps = {
  readonly file: File;
  /** In the table, its head being the first. */
  readonly index: number;
  readonly selected: boolean;
  readonly onToggle: (fileId: string) => void;
};

/** Drawn again only where something of it changed. */
function FileRow({ file, index, selected, onToggle }: FileRowProps) {
  return useMemo(() => toRow({ file, index, selected, onToggle }), [file, index, selected, onToggle]);
}

function toRow({ file, index, selected, onToggle }: FileRowProps) {
  return (
    <tr class={selected ? 'selected' : undefined} aria-rowindex={index}>
      <td class="check">
        <input
          type="checkbox"
          aria-label={`Select ${file.name}`}
          checked={selected}
          onChange={() => onToggle(file.id)}
        />
      </td>
      <th scope="row">
        {file.state === 'processed' ? (
          <a href={`/review?batch=${file.batchId}&file=${file.id}`}>
            <bdi>{file.name}</bdi>
          </a>
        ) : (
          <bdi>{file.name}</bdi>
        )}
      </th>
      <td class="type">
        {file.documentType && (
          <span class={file.documentType === 'other' ? 'quiet' : ''}>{file.documentType}</span>
        )}
        {file.templateId !== undefined && file.state === 'processed' && <span class="quiet">extracted</span>}
        {file.state === 'waiting' && <span class="state queued">waiting</span>}
        {file.error && <span class="failure">{file.error.message}</span>}
      </td>
      <td class="sure">
        {file.correction ? (
          <span class="state stored" title={`Predicted: ${file.correction.predictedType}`}>
            ✓ {file.correction.predictedType === file.documentType ? 'confirmed' : 'corrected'}
          </span>
        ) : (
          file.confidence !== undefined && <Confidence value={file.confidence} unsure={file.needsReview} />
        )}
        {file.valuesConfirmed && <span class="state stored">✓ confirmed</span>}
        {file.state === 'failed' && <span class="state refused">failed</span>}
      </td>
      <td class="end number">{formatNumber(file.pageCount)}</td>
    </tr>
  );
}
