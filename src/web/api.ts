import type { Problem } from '../http/v2/schemas.ts';

export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string };

/** What the server refused, in its words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly status: number;
  /** Of `worse_on_evaluation`. */
  readonly comparison: unknown;

  constructor({
    detail,
    code,
    status,
    comparison,
  }: Pick<Problem, 'detail' | 'code' | 'status' | 'comparison'>) {
    super(detail);
    this.code = code;
    this.status = status;
    this.comparison = comparison;
  }
}

const base = '/api/v2';

type Request = { readonly method?: string; readonly body?: unknown; readonly signal?: AbortSignal };

export async function ask<T>(path: string, { method = 'GET', body, signal }: Request = {}): Promise<T> {
  const response = await fetch(base + path, {
    method,
    ...(signal && { signal }),
    ...(body instanceof FormData && { body }),
    ...(body !== undefined &&
      !(body instanceof FormData) && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw unreachable();
  });
  if (response.status === 401 && path !== '/session') dispatchEvent(new Event('signed-out'));
  if (!response.ok) throw await toRefusal(response.status, () => response.json());
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const post = <T>(path: string, body: unknown) => ask<T>(path, { method: 'POST', body });

export const urlOf = (path: string) => base + path;

/** XMLHttpRequest, since fetch does not tell how much of a body is sent. */
export function sendFile(
  batchId: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<{ fileIds: string[] }> {
  const form = new FormData();
  form.append('files', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', urlOf(`/batches/${batchId}/files`));
  request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
  return new Promise((resolve, reject) => {
    request.onload = async () => {
      const parse = async () => JSON.parse(request.responseText);
      if (request.status < 300) resolve(await parse());
      else reject(await toRefusal(request.status, parse));
    };
    request.onerror = () => reject(unreachable());
    request.send(form);
  });
}

/** Whatever was thrown, in words for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function toRefusal(status: number, parse: () => Promise<unknown>): Promise<Refusal> {
  const problem = (await parse().catch(() => undefined)) as Problem | undefined;
  return new Refusal(problem ?? { detail: `The server answered ${status}`, code: 'unknown', status });
}

function unreachable(): Refusal {
  return new Refusal({
    detail: 'The server cannot be reached; is it running?',
    code: 'unreachable',
    status: 0,
  });
}
