/** The tools of `mailroom mcp`: what they are called, take, do and answer. */
import { basename } from 'node:path';
import type { DocumentType } from '../classification/document-type.ts';
import { parseDocumentTypes } from '../classification/parse-document-types.ts';
import type { ProcessPool } from '../engine/process-pool.ts';
import type { FileTask } from '../engine/task.ts';
import { Failure } from '../errors.ts';
import { listValues } from '../extraction/extracted.ts';
import { type Field, parseFields } from '../extraction/field.ts';
import type { Roots } from './mcp-roots.ts';

export type Tool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  readonly annotations: { readonly readOnlyHint: boolean; readonly openWorldHint: boolean };
  readonly call: (asked: Asked, signal: AbortSignal) => Promise<Record<string, unknown>>;
};

type Asked = Readonly<Record<string, unknown>>;

export type ToolParts = {
  readonly pool: ProcessPool;
  readonly roots: Roots;
  /** Absent where the user named none: then every call brings its own. */
  readonly loadTypes?: () => Promise<readonly DocumentType[]>;
  readonly loadFields?: () => Promise<readonly Field[]>;
};

const filesMax = 50;
/** Answers go into an assistant's context: the best few say what matters. */
const rankingMax = 5;
const evidenceMax = 10;
const annotations = { readOnlyHint: true, openWorldHint: false } as const;

const documentTypes = {
  type: 'array',
  description: 'The kinds to tell apart, instead of those that were set up',
  items: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      description: { type: 'string', description: 'What such documents are, in a sentence' },
      uniqueWords: { type: 'array', items: { type: 'string' }, description: 'Words likely on them' },
    },
  },
};

const fields = {
  type: 'array',
  description: 'What to read, instead of the fields that were set up',
  items: {
    type: 'object',
    required: ['key'],
    properties: {
      key: { type: 'string' },
      description: { type: 'string', description: 'What the value is, in a sentence' },
      example: { type: 'string' },
      type: { type: 'string', description: 'string, date, number, boolean, object or array' },
      properties: { type: 'array', description: 'Of an object: its fields' },
      items: { type: 'object', description: 'Of an array: what each entry is' },
    },
  },
};

export function createTools(parts: ToolParts): readonly Tool[] {
  const { pool, roots, loadTypes, loadFields } = parts;
  const paths = {
    type: 'array',
    items: { type: 'string' },
    minItems: 1,
    maxItems: filesMax,
    description: `Files below ${roots.folders.join(' or ')}; relative paths start at the first`,
  };
  const typesOf = (asked: Asked) => {
    if (asked.documentTypes !== undefined) return parseDocumentTypes(asked.documentTypes);
    if (loadTypes) return loadTypes();
    throw new Failure(
      'invalid_request',
      'No document types are set up: send documentTypes, or start mailroom mcp with --types',
    );
  };
  const fieldsOf = (asked: Asked) => {
    if (asked.fields !== undefined) return parseFields(asked.fields);
    if (loadFields) return loadFields();
    throw new Failure(
      'invalid_request',
      'No fields are set up: send fields, or start mailroom mcp with --fields',
    );
  };
  return [
    {
      name: 'list_document_types',
      title: 'List document types',
      description: 'The document types that classify_files tells apart where a call brings none of its own.',
      inputSchema: { type: 'object', properties: {} },
      annotations,
      call: async () => ({ documentTypes: await typesOf({}) }),
    },
    {
      name: 'classify_files',
      title: 'Classify files',
      description:
        'Says of each file (PDF, scan, photo, Office, mail, text) which document type it is, or `other`, with a calibrated confidence, the ranking, and the words that spoke for it. Nothing leaves this machine.',
      inputSchema: { type: 'object', required: ['paths'], properties: { paths, documentTypes } },
      annotations,
      call: async (asked, signal) => {
        const types = await typesOf(asked);
        return forEachFile(parts, asked, async (file) => {
          const task = { kind: 'process', ...file, types, settings: {}, examples: [] } as const;
          const { answer, pageCount, warnings } = await pool.run<'process'>(task, signal);
          return {
            ...answer,
            ranking: answer.ranking.slice(0, rankingMax),
            evidence: answer.evidence.slice(0, evidenceMax),
            pages: pageCount,
            warnings: warnings.map(({ message }) => message),
          };
        });
      },
    },
    {
      name: 'extract_fields',
      title: 'Extract fields',
      description:
        'Reads values out of each file. A text value is words of the page, verbatim; `values` tells page, box, words and confidence of each. A key that was not found is empty. Nothing leaves this machine.',
      inputSchema: { type: 'object', required: ['paths'], properties: { paths, fields } },
      annotations,
      call: async (asked, signal) => {
        const wanted = await fieldsOf(asked);
        return forEachFile(parts, asked, async (file) => {
          const task = { kind: 'extract', source: 'file', ...file, fields: wanted } as const;
          const { parts: found, pageCount, warnings } = await pool.run<'extract'>(task, signal);
          const [{ result, extracted }] = found;
          return {
            result,
            values: listValues(extracted).map(([path, value]) => ({ path, ...value })),
            checks: extracted.checks,
            pages: pageCount,
            warnings: warnings.map(({ message }) => message),
          };
        });
      },
    },
  ];
}

/** A file that fails is an entry of the answer, and the others go on. */
async function forEachFile(
  { roots }: ToolParts,
  { paths }: Asked,
  work: (file: FileTask) => Promise<object>,
): Promise<{ files: object[] }> {
  const isList = Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === 'string');
  if (!isList || paths.length > filesMax) {
    throw new Failure('invalid_request', `paths must be a list of 1 to ${filesMax} paths of files`);
  }
  const files = await Promise.all(
    paths.map(async (path: string) => {
      try {
        const real = await roots.fileAt(path);
        return { path, ...(await work({ path: real, name: basename(path) })) };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return { path, error: { code: error.code, message: error.message } };
      }
    }),
  );
  return { files };
}
