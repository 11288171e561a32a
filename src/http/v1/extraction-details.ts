import { Failure } from '../../errors.ts';
import { parseFields } from '../../extraction/field.ts';
import { isTrue, readPageRange } from '../../extraction/page-range.ts';
import type { TemplateOptions } from '../../storage/templates.ts';

const optionsCharactersMax = 10_000;

/** Checks the fields and gives them as they came, for the answers of viewExtraction; a map becomes a list. */
export function checkFields(fields: unknown): readonly unknown[] {
  const at = 'extractionDetails.fields';
  if (fields === undefined || fields === null) throw new Failure('invalid_request', `${at} is required`);
  parseFields(fields, at);
  if (Array.isArray(fields)) return fields;
  return Object.entries(fields).map(([key, field]) =>
    typeof field === 'object' ? { key, ...field } : { key, description: String(field) },
  );
}

/** Checks what of the options has an effect. */
export function checkOptions(options: TemplateOptions): TemplateOptions {
  if (JSON.stringify(options).length > optionsCharactersMax) {
    throw new Failure('invalid_request', 'extractionDetails.options is too long');
  }
  readPageRange(options);
  return options;
}

export function requireLanguage(language: string | undefined): string {
  // The vendor's text.
  if (!language?.trim()) throw new Failure('invalid_request', 'Language is required');
  return language;
}

const notHonoured: Readonly<Record<string, string>> = {
  hasVisuals: 'hasVisuals has no effect: charts are not interpreted, their words are read',
  handwrittenTextRecognition:
    'handwrittenTextRecognition has no effect: handwriting is read by the OCR for print, and often wrongly',
};

/** What was asked for and will not happen. */
export function warningsOf(options: TemplateOptions): string[] {
  return Object.keys(notHonoured)
    .filter((name) => isTrue(options[name]))
    .map((name) => notHonoured[name]!);
}
