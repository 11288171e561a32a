import { loadPaddleModels, runNetwork } from './paddle-models.ts';
import { fromPicture, type Picture, toPicture } from './picture.ts';

/** Where a line or word of text stands, in pixels of the picture. */
export type TextBox = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** Longest side that the network sees: 960 cost 2.2 s a receipt, 1280 cost 2.7 s and read no better. */
const LONGEST_SIDE = 960;
/** The network halves five times. */
const STEP = 32;

export async function detectText(picture: Picture): Promise<TextBox[]> {
  const { detect } = await loadPaddleModels();
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(STEP, Math.round((picture.width * scale) / STEP) * STEP);
  const height = Math.max(STEP, Math.round((picture.height * scale) / STEP) * STEP);
  const small = await toPicture(
    fromPicture(picture).resize(width, height, { fit: 'fill', kernel: 'linear' }),
  );
  const { data } = await runNetwork(detect, toInput(small), [1, 3, height, width]);
  const scaleX = picture.width / width;
  const scaleY = picture.height / height;
  return findBoxes(data, width, height).map((box) => ({
    left: Math.max(0, box.left * scaleX),
    top: Math.max(0, box.top * scaleY),
    right: Math.min(picture.width, box.right * scaleX),
    bottom: Math.min(picture.height, box.bottom * scaleY),
  }));
}

/** Mean and deviation of the pictures that the network learned from, by colour. */
const MEANS = [0.485, 0.456, 0.406] as const;
const DEVIATIONS = [0.229, 0.224, 0.225] as const;

function toInput({ data, width, height }: Picture): Float32Array {
  const size = width * height;
  const input = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const mean = MEANS[channel]!;
    const deviation = DEVIATIONS[channel]!;
    for (let index = 0; index < size; index++) {
      input[channel * size + index] = (data[index]! / 255 - mean) / deviation;
    }
  }
  return input;
}

/** Probability from which a pixel is text, and the mean from which a patch of them is. */
const PIXEL_MIN = 0.3;
const PATCH_MIN = 0.6;
/** The network marks the core of a line; its box grows by this much of area over girth. */
const GROWTH = 1.6;
const PATCH_SIDE_MIN = 3;

/** Patches of neighbouring text pixels, as upright boxes. */
function findBoxes(map: Float32Array, width: number, height: number): TextBox[] {
  const isSeen = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  const boxes: TextBox[] = [];
  for (let start = 0; start < map.length; start++) {
    if (map[start]! <= PIXEL_MIN || isSeen[start]) continue;
    const patch = floodPatch(map, width, height, start, isSeen, stack);
    const patchWidth = patch.right - patch.left + 1;
    const patchHeight = patch.bottom - patch.top + 1;
    if (Math.min(patchWidth, patchHeight) < PATCH_SIDE_MIN || patch.mean < PATCH_MIN) continue;
    const grow = (patchWidth * patchHeight * GROWTH) / (2 * (patchWidth + patchHeight));
    boxes.push({
      left: patch.left - grow,
      top: patch.top - grow,
      right: patch.right + 1 + grow,
      bottom: patch.bottom + 1 + grow,
    });
  }
  return boxes;
}

function floodPatch(
  map: Float32Array,
  width: number,
  height: number,
  start: number,
  isSeen: Uint8Array,
  stack: Int32Array,
): TextBox & { readonly mean: number } {
  let [left, right, top, bottom] = [width, 0, height, 0];
  let sum = 0;
  let count = 0;
  let depth = 0;
  stack[depth++] = start;
  isSeen[start] = 1;
  while (depth > 0) {
    const at = stack[--depth]!;
    const x = at % width;
    const y = (at - x) / width;
    sum += map[at]!;
    count++;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    for (let nextY = Math.max(0, y - 1); nextY <= Math.min(height - 1, y + 1); nextY++) {
      for (let nextX = Math.max(0, x - 1); nextX <= Math.min(width - 1, x + 1); nextX++) {
        const next = nextY * width + nextX;
        if (isSeen[next] || map[next]! <= PIXEL_MIN) continue;
        isSeen[next] = 1;
        stack[depth++] = next;
      }
    }
  }
  return { left, right, top, bottom, mean: sum / count };
}
