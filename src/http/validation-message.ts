import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

/** Says which field is wrong and what it must be: `classificationDetails.name is required`. */
export function describeIssue(issue: FastifySchemaValidationError): string {
  const path = pathOf(issue.instancePath);
  if (issue.keyword === 'required') {
    const missing = String(issue.params.missingProperty);
    return `${path ? `${path}.` : ''}${missing} is required`;
  }
  // An empty text is as good as none.
  if (issue.keyword === 'minLength' && issue.params.limit === 1) return `${path} is required`;
  if (path === '') return 'The body must be a JSON object';
  if (issue.keyword === 'maxLength') return `${path} is longer than ${String(issue.params.limit)} characters`;
  if (issue.keyword === 'maxItems') return `${path} holds more than ${String(issue.params.limit)} entries`;
  if (issue.keyword === 'minItems') return `${path} is empty; give at least one`;
  if (issue.keyword === 'type') return `${path} must be ${article(String(issue.params.type))}`;
  return `${path} ${issue.message ?? 'is not valid'}`;
}

/** `/classificationDetails/documentTypes/0/name` → `classificationDetails.documentTypes[0].name`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key), '');
}

function article(type: string): string {
  if (type === 'string') return 'a text';
  if (type === 'array') return 'a list';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
