import type { TextBox } from './paddle-detect.ts';
import { loadPaddleModels, runNetwork } from './paddle-models.ts';
import type { Picture } from './picture.ts';

/** One line of text cut out, as high as the networks want it. */
export type LineCut = {
  readonly data: Uint8Array;
  readonly width: number;
  readonly box: TextBox;
};

/** A sign with its middle, in pixels of the cut. */
export type LineSign = { readonly text: string; readonly middle: number; readonly probability: number };

export type LineReading = {
  readonly cut: LineCut;
  readonly signs: readonly LineSign[];
  /** Pixels of the cut for one step of the network. */
  readonly stepWidth: number;
};

export const LINE_HEIGHT = 48;
/** At 48 high about 130 letters; what is longer is squeezed. */
const LINE_WIDTH_MAX = 2400;
/** Lines of like width go together: little padding, and memory stays small. */
const BATCH = 6;

/** Reads the text of each box. Boxes in which the network sees nothing it believes in are left out. */
export async function readLines(picture: Picture, boxes: readonly TextBox[]): Promise<LineReading[]> {
  const cuts = boxes
    .map((box) => cutLine(picture, box))
    .filter((cut) => cut !== undefined)
    .sort((a, b) => a.width - b.width);
  const readings: LineReading[] = [];
  for (let at = 0; at < cuts.length; at += BATCH) {
    readings.push(...(await readBatch(cuts.slice(at, at + BATCH))));
  }
  return readings;
}

/** Cuts and scales in one step, between pixels. */
export function cutLine(picture: Picture, box: TextBox): LineCut | undefined {
  const boxWidth = box.right - box.left;
  const boxHeight = box.bottom - box.top;
  if (boxWidth < 2 || boxHeight < 2) return undefined;
  const width = Math.min(LINE_WIDTH_MAX, Math.max(8, Math.ceil((LINE_HEIGHT * boxWidth) / boxHeight)));
  const data = new Uint8Array(width * LINE_HEIGHT);
  for (let y = 0; y < LINE_HEIGHT; y++) {
    const rowY = clamp(box.top + ((y + 0.5) * boxHeight) / LINE_HEIGHT - 0.5, picture.height);
    for (let x = 0; x < width; x++) {
      const columnX = clamp(box.left + ((x + 0.5) * boxWidth) / width - 0.5, picture.width);
      data[y * width + x] = sample(picture, columnX, rowY);
    }
  }
  return { data, width, box };
}

const clamp = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));

function sample({ data, width, height }: Picture, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(width - 1, left + 1);
  const bottom = Math.min(height - 1, top + 1);
  const shareX = x - left;
  const shareY = y - top;
  const upper = data[top * width + left]! * (1 - shareX) + data[top * width + right]! * shareX;
  const lower = data[bottom * width + left]! * (1 - shareX) + data[bottom * width + right]! * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

/** Cuts side by side in one input, the shorter ones padded with the middle value. */
export function batchInput(cuts: readonly LineCut[], width: number): Float32Array {
  const size = width * LINE_HEIGHT;
  const input = new Float32Array(cuts.length * 3 * size);
  cuts.forEach((cut, index) => {
    for (let y = 0; y < LINE_HEIGHT; y++) {
      for (let x = 0; x < Math.min(cut.width, width); x++) {
        const value = cut.data[y * cut.width + x]! / 127.5 - 1;
        const at = index * 3 * size + y * width + x;
        input[at] = value;
        input[at + size] = value;
        input[at + 2 * size] = value;
      }
    }
  });
  return input;
}

async function readBatch(cuts: readonly LineCut[]): Promise<LineReading[]> {
  const { recognise, signs } = await loadPaddleModels();
  const widest = Math.max(...cuts.map((cut) => cut.width));
  const width = Math.max(LINE_HEIGHT, Math.ceil(widest / 8) * 8);
  const input = batchInput(cuts, width);
  const { data, dims } = await runNetwork(recognise, input, [cuts.length, 3, LINE_HEIGHT, width]);
  const [, steps, classes] = dims as [number, number, number];
  const stepWidth = width / steps;
  return cuts
    .map((cut, index) => {
      const from = index * steps * classes;
      const scores = data.subarray(from, from + steps * classes);
      return { cut, signs: decodeSigns(scores, classes, signs, stepWidth), stepWidth };
    })
    .filter((line) => isBelievable(line.signs));
}

const LINE_PROBABILITY_MIN = 0.5;

function isBelievable(signs: readonly LineSign[]): boolean {
  const sum = signs.reduce((total, sign) => total + sign.probability, 0);
  return signs.length > 0 && sum / signs.length >= LINE_PROBABILITY_MIN;
}

/** The likeliest class of each step; a class that goes on is one sign, class 0 parts signs (CTC). */
function decodeSigns(
  scores: Float32Array,
  classes: number,
  names: ReadonlyMap<number, string>,
  stepWidth: number,
): LineSign[] {
  const signs: LineSign[] = [];
  const known = [...names.keys()];
  let last = 0;
  let first = 0;
  for (let at = 0, step = 0; at < scores.length; at += classes, step++) {
    let best = 0;
    for (const index of known) if (scores[at + index]! > scores[at + best]!) best = index;
    if (best !== 0 && best !== last) {
      first = step;
      signs.push({
        text: names.get(best)!,
        middle: (step + 0.5) * stepWidth,
        probability: scores[at + best]!,
      });
    } else if (best !== 0) {
      const sign = signs.at(-1)!;
      signs[signs.length - 1] = { ...sign, middle: ((first + step) / 2 + 0.5) * stepWidth };
    }
    last = best;
  }
  return signs;
}
