import { curlCall, jsonCode } from './code.ts';
import { docsStyle } from './docs-style.ts';
import { escapeHtml, type Html, html, trusted } from './html.ts';
import {
  type Answer,
  type Content,
  type OpenApi,
  type Route,
  routesByTag,
  type Schema,
} from './openapi-types.ts';

/** The page: one column to find, one to read, one to copy from. */
export function renderDocs(document: OpenApi): string {
  const { title, version, description } = document.info;
  const groups = [...routesByTag(document)];
  const descriptionOf = (name: string) => document.tags?.find((tag) => tag.name === name)?.description;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} API</title>
<style>${trusted(docsStyle)}</style>
<div class="frame">
<nav aria-label="Endpoints"><b>${title}</b>
${groups.map(
  ([name, routes]) => html`<h2>${name}</h2>
${routes.map(({ id, operation }) => html`<a href="#${id}">${operation.summary ?? id}</a>\n`)}`,
)}</nav>
<main>
<h1>${title} API <small>${version}</small></h1>
<p>${prose(description)}</p>
<p class="soft">Calls below take <code>$URL</code> (this server${serverUrl(document)}) and <code>$KEY</code> (made by
<code>mailroom keys</code>). The same as a machine reads it: <a href="openapi.json">openapi.json</a>.</p>
${groups.map(
  ([name, routes]) => html`<section><h2>${name}</h2>
<p class="soft">${prose(descriptionOf(name))}</p>
${routes.map(renderRoute)}</section>\n`,
)}</main>
</div>
</html>
`.markup;
}

function serverUrl({ servers }: OpenApi): string {
  const url = servers?.[0]?.url;
  return url === undefined || url === '/' ? '' : `, ${url}`;
}

function renderRoute(route: Route): Html {
  const { method, path, id, operation } = route;
  const answers = Object.entries(operation.responses);
  const refusals = answers.filter(([status]) => Number(status) >= 400);
  return html`<article id="${id}">
<h3>${operation.summary ?? id}</h3>
<div class="route"><span class="method ${method}">${method}</span> <span>${path}</span></div>
<p>${prose(operation.description)}</p>
<div class="sides"><div>
${renderParameters(route)}${renderBody(operation.requestBody?.content)}
${refusals.length > 0 && html`<h4>Refusals</h4><ul class="refusals">${refusals.map(renderRefusal)}</ul>`}
</div><div>
<h4>Request</h4>
<pre>${curlCall(route)}</pre>
${answers.filter(([status]) => Number(status) < 400).map(renderAnswer)}
</div></div>
</article>\n`;
}

function renderParameters({ operation }: Route): Html | undefined {
  if (!operation.parameters?.length) return undefined;
  return html`<h4>Parameters</h4><dl>${operation.parameters.map(({ name, schema, required, description }) =>
    renderField(name, { ...(description !== undefined && { description }), ...schema }, required === true, 0),
  )}</dl>`;
}

function renderBody(content: Content | undefined): Html | undefined {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  if (!media) return undefined;
  return html`<h4>Body, ${type}</h4><dl>${renderFields(media.schema, 0)}</dl>`;
}

function renderFields(schema: Schema, depth: number): readonly unknown[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => [
    renderField(name, field, schema.required?.includes(name) === true, depth),
    renderFields(field.items ?? field, depth + 1),
  ]);
}

function renderField(name: string, schema: Schema, required: boolean, depth: number): Html {
  return html`<div class="d${Math.min(depth, 3)}"><dt><code>${name}</code> <span class="type">${typeOf(schema)}</span>
${required && html`<span class="must">required</span>`}</dt><dd>${prose(schema.description)}</dd></div>\n`;
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.format === 'binary') return 'file';
  return schema.type ?? 'any';
}

function renderAnswer([status, { description, content }]: [string, Answer]): Html {
  const media = content?.['application/json'];
  const examples = media?.examples
    ? Object.values(media.examples).map(({ value }) => value)
    : [media?.example];
  return html`<h4>Answer ${status}${description && `: ${description}`}</h4>
${examples.filter((example) => example !== undefined).map((example) => html`<pre>${jsonCode(example)}</pre>`)}`;
}

function renderRefusal([status, { content }]: [string, Answer]): Html {
  const example = content?.['application/json']?.example as { readonly message?: string } | undefined;
  return html`<li><code>${status}</code> <span>${example?.message}</span></li>`;
}

/** Text in which `code` is marked as in Markdown. */
function prose(text: string | undefined): Html {
  return trusted(escapeHtml(text ?? '').replace(/`([^`]+)`/g, '<code>$1</code>'));
}
