/** Which way a picture has to be turned for its text to stand upright. */
import type { Rotation } from '../pdf-geometry.ts';
import { detectText, type TextBox } from './paddle-detect.ts';
import { batchInput, cutLine, LINE_HEIGHT } from './paddle-lines.ts';
import { loadPaddleModels, runNetwork } from './paddle-models.ts';
import { type Picture, turnPicture } from './picture.ts';

/**
 * Text boxes that are higher than wide tell a picture on its side; whether it stands on its head, a small
 * network tells from single lines. Undefined where there is too little text to tell.
 */
export async function findUprightTurn(picture: Picture): Promise<Rotation | undefined> {
  const boxes = (await detectText(picture)).filter(isWord);
  if (boxes.length < WORDS_MIN) return undefined;
  const isSideways = boxes.filter(isTall).length > boxes.length / 2;
  const standing = isSideways ? await turnPicture(picture, 90) : picture;
  const lines = isSideways ? boxes.map((box) => turnBox(box, picture)) : boxes;
  const isUpsideDown = await standsOnHead(standing, lines);
  if (isSideways) return isUpsideDown ? 270 : 90;
  return isUpsideDown ? 180 : 0;
}

const WORDS_MIN = 3;

/** More than a letter or two: their shape tells how the text runs. */
function isWord({ left, top, right, bottom }: TextBox): boolean {
  const width = right - left;
  const height = bottom - top;
  return Math.max(width, height) > 1.8 * Math.min(width, height);
}

function isTall({ left, top, right, bottom }: TextBox): boolean {
  return bottom - top > right - left;
}

/** The box after a quarter turn clockwise. */
function turnBox({ left, top, right, bottom }: TextBox, { height }: Picture): TextBox {
  return { left: height - bottom, right: height - top, top: left, bottom: right };
}

/** Width that the network looks at. */
const STANDING_WIDTH = 192;
const LINES_ASKED = 24;

async function standsOnHead(picture: Picture, boxes: readonly TextBox[]): Promise<boolean> {
  const { standing } = await loadPaddleModels();
  const longest = [...boxes].sort((a, b) => b.right - b.left - (a.right - a.left)).slice(0, LINES_ASKED);
  const cuts = longest.map((box) => cutLine(picture, box)).filter((cut) => cut !== undefined);
  if (cuts.length === 0) return false;
  const input = batchInput(cuts, STANDING_WIDTH);
  const { data } = await runNetwork(standing, input, [cuts.length, 3, LINE_HEIGHT, STANDING_WIDTH]);
  let balance = 0;
  for (let index = 0; index < cuts.length; index++) balance += data[index * 2 + 1]! - data[index * 2]!;
  return balance > 0;
}
