import { escapeHtml, type Html, trusted } from './html.ts';
import type { Route } from './openapi-types.ts';

/** JSON with its keys, texts and other values told apart. */
export function jsonCode(value: unknown): Html {
  const text = JSON.stringify(value, undefined, 2);
  // A text with or without the colon that makes it a key, or a bare word: `"a":`, `"a"`, `0.9`, `true`.
  const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g;
  let markup = '';
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const kind = match[2] !== undefined ? 'key' : match[1] !== undefined ? 'text' : 'value';
    const token = match[1] ?? match[0];
    markup += `${escapeHtml(text.slice(end, match.index))}<span class="${kind}">${escapeHtml(token)}</span>`;
    end = match.index + token.length;
  }
  return trusted(markup + escapeHtml(text.slice(end)));
}

/** A call that can be pasted into a shell with `$URL` and `$KEY` set. */
export function curlCall({ method, path, operation }: Route): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}"$URL${path}"`];
  if (operation.security) lines.push('-H "Authorization: Bearer $KEY"');
  const content = operation.requestBody?.content ?? {};
  const json = content['application/json'];
  if (json) {
    lines.push("-H 'Content-Type: application/json'");
    const example = json.example ?? Object.values(json.examples ?? {})[0]?.value;
    if (example !== undefined)
      lines.push(`-d '${JSON.stringify(example, undefined, 2).replaceAll("'", "'\\''")}'`);
  }
  for (const [name, schema] of Object.entries(content['multipart/form-data']?.schema.properties ?? {})) {
    lines.push(schema.type === 'array' ? `-F ${name}=@scan-0042.pdf` : `-F ${name}=…`);
  }
  return lines.join(' \\\n  ');
}
