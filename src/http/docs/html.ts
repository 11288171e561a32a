/** Markup that is safe to put into a page; only `html` and `trusted` make it. */
export type Html = { readonly markup: string };

/** Escapes everything put into it, except what is markup already. Lists are joined. */
export function html(pieces: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return { markup: pieces.reduce((text, piece, index) => text + toMarkup(values[index - 1]) + piece) };
}

export const trusted = (markup: string): Html => ({ markup });

function toMarkup(value: unknown): string {
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(toMarkup).join('');
  if (typeof value === 'object' && value !== null && 'markup' in value) return String(value.markup);
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
