import { useState } from 'preact/hooks';
import type { File, Page } from '../../http/v2/schemas.ts';
import { urlOf } from '../api.ts';
import type { PageMark } from '../marks.ts';
import { useNarrow } from '../use-narrow.ts';
import { useResource } from '../use-resource.ts';
import { Loading } from './notice.tsx';

type PageViewProps = {
  readonly file: File;
  readonly marks: readonly PageMark[];
  readonly page: number;
  readonly onTurn: (by: number) => void;
  /** Key of the mark that is looked at. */
  readonly active: string | undefined;
  readonly onActive: (key: string | undefined) => void;
};

/** A page as it looks, with the words that spoke for the answer. Boxes are fractions, so they fit at any size. */
export function PageView({ file, marks, page, onTurn, active, onActive }: PageViewProps) {
  return (
    <section class="page-view" aria-label="Page">
      <Sheet key={page} file={file} page={page}>
        {marks.map((mark, index) =>
          mark.page === page ? (
            <Mark
              key={index}
              mark={mark}
              active={active === mark.key}
              onActive={(on) => onActive(on ? mark.key : undefined)}
            />
          ) : null,
        )}
      </Sheet>
      {file.pageCount > 1 && (
        <nav class="turner" aria-label="Pages">
          <button type="button" onClick={() => onTurn(-1)} disabled={page === 1} aria-label="Page before">
            ‹
          </button>
          <span class="number">
            {page} / {file.pageCount}
          </span>
          <button
            type="button"
            onClick={() => onTurn(1)}
            disabled={page === file.pageCount}
            aria-label="Page after"
          >
            ›
          </button>
        </nav>
      )}
    </section>
  );
}

type SheetProps = {
  readonly file: File;
  readonly page: number;
  readonly children: preact.ComponentChildren;
};

/** Text, Office files and mail have no pages of their own. */
const isDrawn = (mediaType: string) => mediaType === 'application/pdf' || mediaType.startsWith('image/');

/** The picture; for formats that have none, the words where they stand. */
function Sheet({ file, page, children }: SheetProps) {
  const [hasPicture, setHasPicture] = useState(isDrawn(file.mediaType));
  const [loaded, setLoaded] = useState(false);
  if (!hasPicture)
    return (
      <WordSheet file={file} page={page}>
        {children}
      </WordSheet>
    );
  return (
    <div class={loaded ? 'sheet' : 'sheet pending'}>
      <img
        src={urlOf(`/files/${file.id}/pages/${page}/picture?width=1400`)}
        alt={`Page ${page} of ${file.name}`}
        onLoad={() => setLoaded(true)}
        onError={() => setHasPicture(false)}
      />
      {loaded && children}
    </div>
  );
}

/** Of the monospaced letters, in em. */
const letterWidth = 0.605;

type WordSheetProps = {
  readonly file: File;
  readonly page: number;
  readonly children: preact.ComponentChildren;
};

function WordSheet({ file, page, children }: WordSheetProps) {
  const { data, error } = useResource<Page>(`/files/${file.id}/pages/${page}`);
  if (error !== undefined) {
    return <p class="sheet-missing">This page cannot be shown; the original can be downloaded.</p>;
  }
  if (data === undefined) return <Loading />;
  const { width, height, words } = data;
  const { zoom, share } = writtenPart(words);
  return (
    <div class="sheet words">
      <div class="sheet-window" style={{ aspectRatio: `${width} / ${height * share * zoom}` }}>
        <div style={{ aspectRatio: `${width} / ${height}`, width: `${zoom * 100}%` }}>
          {words.map(({ text, box }, index) => (
            <span key={index} style={placeWord(data, text, box)}>
              {text}{' '}
            </span>
          ))}
          {children}
        </div>
      </div>
    </div>
  );
}

/** Enough for a short line to be read from afar, not for it to shout. */
const zoomMax = 1.6;

/** These pages have no paper: only as much is shown as is written on, and as large as its width allows. */
function writtenPart(words: Page['words']): { readonly zoom: number; readonly share: number } {
  const right = Math.max(0.1, ...words.map(({ box: [left = 0, , wide = 0] }) => left + wide));
  const bottom = Math.max(0.1, ...words.map(({ box: [, top = 0, , high = 0] }) => top + high));
  return { zoom: Math.min(zoomMax, Math.max(1, 1 / right)), share: Math.min(1, bottom + 0.03) };
}

/** As wide as it was read; as high at most, where letters have a height of their own. */
function placeWord({ width, height, source }: Page, text: string, box: readonly number[]) {
  const [left = 0, top = 0, wordWidth = 0, wordHeight = 0] = box;
  const byWidth = (wordWidth * 100) / (text.length * letterWidth);
  const byHeight = ((wordHeight * height) / width) * 82;
  const size = source === 'plain' ? byWidth : Math.min(byWidth, byHeight);
  return { left: `${left * 100}%`, top: `${top * 100}%`, fontSize: `${size}cqw` };
}

type MarkProps = {
  readonly mark: PageMark;
  readonly active: boolean;
  readonly onActive: (on: boolean) => void;
};

function Mark({ mark: { box, kind, label }, active, onActive }: MarkProps) {
  const [left = 0, top = 0, width = 0, height = 0] = box;
  const place = {
    class: `mark ${kind}${active ? ' active' : ''}`,
    style: {
      left: `${left * 100}%`,
      top: `${top * 100}%`,
      width: `${width * 100}%`,
      height: `${height * 100}%`,
    },
  };
  // On a phone a word is 7 px high, and values stand close: too small to be met. The list beside does the same.
  if (useNarrow() || kind === 'value') return <span {...place} />;
  return (
    <button
      type="button"
      {...place}
      aria-label={label}
      title={label}
      onMouseEnter={() => onActive(true)}
      onMouseLeave={() => onActive(false)}
      onFocus={() => onActive(true)}
      onBlur={() => onActive(false)}
    />
  );
}
