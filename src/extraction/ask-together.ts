import { type Ask, asksForCity, cityWords, understandField } from './ask.ts';
import type { Field } from './field.ts';
import { nameWords } from './fold-text.ts';

/** What one text of a template asks for, and where in the template it stands. */
export type PlacedAsk = { readonly path: string; readonly ask: Ask };

/**
 * What the texts of a template ask for, those in objects too; arrays go their own way. Where the city is asked for
 * apart, the address beside it is the line of the street.
 */
export function understandTemplate(fields: readonly Field[]): readonly PlacedAsk[] {
  const asks = fields.flatMap((field) => listAsks(field, []));
  const parted = new Set(asks.filter(({ ask }) => asksForCity(ask)).map(ownerOf));
  return asks.map((placed) => {
    const isStreet = placed.ask.kind === 'address' && parted.has(ownerOf(placed));
    return isStreet ? { ...placed, ask: { ...placed.ask, kind: 'streetLine' } } : placed;
  });
}

function listAsks(field: Field, above: readonly string[]): readonly PlacedAsk[] {
  if (field.type === 'string')
    return [{ path: [...above, field.key].join('\u0000'), ask: understandField(field, above) }];
  if (field.type === 'array') return [];
  return (field.properties ?? []).flatMap((property) => listAsks(property, [...above, field.key]));
}

const addressWords: ReadonlySet<string> = new Set(
  'address street adresse anschrift strasse state province country zip postal postcode plz code'.split(' '),
);

/** Whose address it is: `permanent` of `PermanentStreetAddress` and `PermanentCityState`. */
function ownerOf({ path, ask }: PlacedAsk): string {
  const above = path.slice(0, path.length - ask.field.key.length);
  const words = nameWords(ask.field.key).filter((word) => !addressWords.has(word) && !cityWords.has(word));
  return above + words.join(' ');
}
