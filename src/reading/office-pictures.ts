/** Pictures of an Office file that has hardly any text: a scan pasted into Word, photos in a presentation. */

import { unpackEntry } from './archive-check.ts';
import { type ArchiveEntry, listArchive } from './archive-directory.ts';
import type { Document, Page, Warning } from './document.ts';
import type { Reader, ReadingOptions } from './reader.ts';

/** Smaller pictures are logos, lines and bullets; a legible scan of a page has 30 KB and more. */
const pictureBytesMin = 12_000;
const pictureBytesMax = 40 * 1024 * 1024;
const pictureName = /(^|\/)(media|Pictures)\/[^/]+\.(png|jpe?g|tiff?|bmp|gif|webp)$/i;

/** The document with its pictures read as further pages; as it was where there are none. */
export async function addPicturePages(
  bytes: Uint8Array,
  document: Document,
  readPicture: Reader,
  options: ReadingOptions,
): Promise<Document> {
  const pictures = listPictures(bytes);
  if (pictures.length === 0) return document;
  const pages: Page[] = document.pages.filter((page) => page.lines.length > 0);
  const warnings: Warning[] = [...document.warnings];
  const room = Math.min(options.limits.ocrPages, options.limits.pages - pages.length);
  for (const picture of pictures.slice(0, room)) {
    const content = unpackEntry(bytes, picture, pictureBytesMax);
    const read = content && (await readPicture(content, picture.name, options).catch(() => undefined));
    if (read === undefined) {
      warnings.push({ code: 'content_left_out', message: `The picture ${picture.name} could not be read` });
      continue;
    }
    warnings.push(...read.warnings);
    for (const page of read.pages.slice(0, 1)) pages.push({ ...page, number: pages.length + 1 });
  }
  if (pictures.length > room)
    warnings.push({
      code: 'pages_left_out',
      message: `Only ${room} of ${pictures.length} pictures were read`,
    });
  if (pages.length === 0) return { ...document, warnings };
  return { ...document, pages, warnings, pageCount: Math.max(document.pageCount, pages.length) };
}

/** In the order in which they were pasted, as far as their names tell: image2 stands before image10. */
function listPictures(bytes: Uint8Array): readonly ArchiveEntry[] {
  return (listArchive(bytes) ?? [])
    .filter((entry) => pictureName.test(entry.name) && entry.unpackedBytes >= pictureBytesMin)
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
