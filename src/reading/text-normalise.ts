/** One form for every letter, whatever reader found it: who matches words shall not know ligatures. */
import type { Box, Document, Line, Page, Warning, Word } from './document.ts';
import type { ReadingLimits } from './limits.ts';

/**
 * Brings words to NFC without ligatures, soft hyphens and invisible characters, boxes into the page, and both
 * limits on words to bear. Attachments are left as they are: each was read, and so normalised, by itself.
 */
export function normaliseDocument(document: Document, limits: ReadingLimits): Document {
  let wordsLeft = limits.words;
  let leftOut = 0;
  const pages = document.pages.map((page): Page => {
    let pageLeft = Math.min(limits.wordsPerPage, wordsLeft);
    const lines: Line[] = [];
    for (const line of page.lines) {
      const words = line.words.flatMap(normaliseWord);
      const kept = words.slice(0, pageLeft);
      leftOut += words.length - kept.length;
      pageLeft -= kept.length;
      wordsLeft -= kept.length;
      if (kept.length > 0) lines.push({ words: kept, box: clampBox(line.box) });
    }
    return { ...page, lines };
  });
  const cut: Warning = { code: 'content_left_out', message: `${leftOut} words past the limit were left out` };
  return { ...document, pages, warnings: leftOut > 0 ? [...document.warnings, cut] : document.warnings };
}

/** A word whose text holds white space after all is parted, its box in proportion. */
function normaliseWord(word: Word): readonly Word[] {
  const text = normaliseText(word.text);
  const box = clampBox(word.box);
  if (!/\s/.test(text)) return text === '' ? [] : [{ ...word, text, box }];
  return [...text.matchAll(/\S+/g)].map((part): Word => {
    const [left, top, width, height] = box;
    const share = width / text.length;
    return { ...word, text: part[0], box: [left + part.index * share, top, part[0].length * share, height] };
  });
}

/** Soft hyphens, zero-width spaces and joiners, byte order marks, writing directions, variants of a sign. */
const invisible = /\p{Cf}|\p{Variation_Selector}|\p{Noncharacter_Code_Point}/gu;
const ligatures: Readonly<Record<string, string>> = {
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'st',
  ﬆ: 'st',
};

export function normaliseText(text: string): string {
  // ASCII without controls needs nothing, and is nearly every word.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is thrown away
      .replace(/[\x00-\x08\x0e-\x1f\x7f]/g, '')
      .replace(invisible, '')
      .replace(/[ﬀ-ﬆ]/g, (ligature) => ligatures[ligature] ?? ligature)
      .normalize('NFC')
  );
}

function clampBox([left, top, width, height]: Box): Box {
  const l = clamp(left);
  const t = clamp(top);
  return [l, t, Math.min(clamp(width), 1 - l), Math.min(clamp(height), 1 - t)];
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
