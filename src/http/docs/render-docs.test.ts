import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlCall, jsonCode } from './code.ts';
import { html, trusted } from './html.ts';
import { renderDocs } from './render-docs.ts';

test('markup comes only from us', () => {
  assert.equal(html`<b>${'<i>&"\''}</b>`.markup, '<b>&#60;i&#62;&#38;&#34;&#39;</b>');
  assert.equal(html`${[trusted('<b>'), undefined, false, 0]}`.markup, '<b>0');
});

test('JSON is coloured without being changed', () => {
  const value = { 'a<': [1.5, true, null, 'x: "y"', -2e10], b: {} };
  const plain = jsonCode(value)
    .markup.replace(/<\/?span[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  assert.equal(plain, JSON.stringify(value, undefined, 2));
  assert.match(jsonCode(value).markup, /<span class="key">&#34;a&#60;&#34;<\/span>:/);
});

const operation = {
  summary: 'Make <it>',
  description: 'Takes `name`.',
  tags: ['Things'],
  security: [{}],
  requestBody: {
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string', description: 'Label' },
            parts: { type: 'array', items: { type: 'object', properties: { size: { type: 'integer' } } } },
          },
        },
        example: { name: "it's" },
      },
    },
  },
  responses: {
    200: { description: 'Made', content: { 'application/json': { schema: {}, example: { status: 'ok' } } } },
    400: { content: { 'application/json': { schema: {}, example: { message: 'name is required' } } } },
  },
};

test('a route is shown with its fields, call, answer and refusals', () => {
  const page = renderDocs({ info: { title: 'T', version: '1' }, paths: { '/things': { post: operation } } });
  for (const expected of [
    '<h3>Make &#60;it&#62;</h3>',
    'Takes <code>name</code>.',
    '<span class="must">required</span>',
    'list of object',
    '<code>size</code>',
    'Answer 200: Made',
    '<code>400</code> <span>name is required</span>',
  ]) {
    assert.ok(page.includes(expected), expected);
  }
});

test('a call can be pasted into a shell', () => {
  const call = curlCall({ method: 'POST', path: '/things', id: 'x', operation });
  assert.equal(
    call,
    [
      'curl -X POST "$URL/things" \\',
      '  -H "Authorization: Bearer $KEY" \\',
      "  -H 'Content-Type: application/json' \\",
      "  -d '{",
      `  "name": "it'\\''s"`,
      "}'",
    ].join('\n'),
  );
});
