import type { Document, Page } from '../reading/document.ts';
import { mediaTypes } from '../reading/media-type.ts';
import type { PagesRead } from '../telemetry/metrics.ts';

export type Stage = {
  readonly name: 'read' | 'classify' | 'extract';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
};

/** What a task took, told by the reader process beside its result. */
export type TaskCost = { readonly stages: readonly Stage[]; readonly pages: readonly PagesRead[] };

export type CostRecorder = {
  stage<T>(name: Stage['name'], work: () => T | Promise<T>): Promise<T>;
  addPages(document: Document): void;
  total(): TaskCost;
};

export function createCostRecorder(): CostRecorder {
  const stages: Stage[] = [];
  const pages: PagesRead[] = [];
  return {
    async stage(name, work) {
      const startedAt = Date.now();
      const from = performance.now();
      const result = await work();
      stages.push({ name, startedAt, milliseconds: performance.now() - from });
      return result;
    },
    addPages(document) {
      const format = formatOf(document.mediaType);
      for (const [reader, read] of Map.groupBy(document.pages, readerOf)) {
        pages.push({ reader, format, pages: read.length });
      }
    },
    total: () => ({ stages, pages }),
  };
}

function readerOf(page: Page): PagesRead['reader'] {
  if (page.source === 'text-layer') return 'text_layer';
  if (page.source === 'plain') return 'plain';
  return page.isReread ? 'tesseract_and_paddle' : 'tesseract';
}

/** `pdf`, `docx`, …: shorter than the media type, and from a closed set. */
function formatOf(mediaType: string): string {
  return Object.entries(mediaTypes).find(([, known]) => known === mediaType)?.[0] ?? 'unknown';
}
