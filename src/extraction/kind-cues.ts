import { isIban } from './check-digits.ts';
import { findNumbers } from './parse-amount.ts';
import { findDates } from './parse-date.ts';
import type { ValueKind } from './value-kind.ts';

const byHint: Readonly<Record<string, ValueKind>> = {
  date: 'date',
  datetime: 'date',
  time: 'time',
  number: 'number',
  integer: 'number',
  int: 'number',
  float: 'number',
  decimal: 'number',
  currency: 'amount',
  money: 'amount',
  amount: 'amount',
  boolean: 'checkbox',
  bool: 'checkbox',
  checkbox: 'checkbox',
  selectionmark: 'checkbox',
  email: 'email',
  url: 'url',
  phone: 'phone',
  address: 'address',
};

/** Words of a key that tell the kind; the last one in the key decides, as heads do in English and German. */
const byWord: Record<string, ValueKind> = {};
const words: Readonly<Partial<Record<ValueKind, string>>> = {
  date: 'date datum fecha data dob deadline geburtsdatum expiry birthday',
  time: 'time uhrzeit hora heure',
  amount:
    'amount total price cost sum betrag summe preis montant importe subtotal fee salary gross tax balance brutto netto wages tips income payments',
  number: 'quantity qty count menge anzahl shares units age pages',
  percent: 'percent percentage rate prozent prozentsatz',
  identifier: 'id number no nr nummer code identifier reference ref kennzeichen numero sku ssn ein tin',
  email: 'email mail',
  phone: 'phone telephone telefon fax mobile tel telefonnummer',
  url: 'url website web homepage link',
  address: 'address anschrift adresse direccion indirizzo',
  company: 'company employer firma vendor supplier merchant',
  iban: 'iban',
  name: 'name',
  bic: 'bic swift',
  isin: 'isin',
  wkn: 'wkn',
  currency: 'currency wahrung waehrung devise',
  country: 'country land citizenship',
  checkbox: 'checkbox tick checked selected',
};
for (const [kind, list] of Object.entries(words))
  for (const word of list.split(' ')) byWord[word] = kind as ValueKind;

/** The kind that a type hint, the key or the description names; undefined when none does. */
export function kindOfWords(
  hint: string | undefined,
  keyWords: readonly string[],
  descriptionWords: readonly string[],
): ValueKind | undefined {
  const hinted = hint === undefined ? undefined : byHint[hint.toLowerCase().replace(/[^a-z]/g, '')];
  if (hinted === 'number' && keyWords.some((word) => codeWords.has(word))) return 'identifier';
  if (hinted !== undefined) return hinted;
  if (keyWords.includes('checkbox') || descriptionWords.includes('checkbox')) return 'checkbox';
  const selected = descriptionWords.includes('unselected') || descriptionWords.includes('unchecked');
  if (selected) return 'checkbox';
  const of = keyWords.indexOf('of');
  const head = of > 0 ? keyWords.slice(0, of) : keyWords;
  if (of > 0 && /^(?:type|kind|name|place|description|source|purpose)$/.test(head.at(-1)!)) return 'text';
  const key = head.map((word) => byWord[word] ?? kindOfEnding(word)).filter((kind) => kind !== undefined);
  if (key.length > 0) {
    // "VAT number", "tax id": the identifier decides; "due date": the date does.
    if (key.includes('date')) return 'date';
    return key.at(-1);
  }
  return undefined;
}

/** Keys that callers type as numbers, though their values are written like codes: `12-282-2283`. */
const codeWords = new Set(['ssn', 'itin', 'ein', 'tin', 'id', 'iban', 'phone', 'fax', 'zip', 'nummer']);

/** Parts of an address that a key may ask for together, as one text. */
const partGroups: readonly (readonly string[])[] = [
  ['name'],
  ['address', 'street'],
  ['city', 'town', 'ort', 'ville'],
  ['state', 'province'],
  ['zip', 'postal', 'postcode', 'plz'],
];

/** `CityStateZip`, `NameAndAddress`: several things in one text, so the text is asked for and not its parts. */
export function asksForSeveral(keyWords: readonly string[]): boolean {
  return partGroups.filter((group) => group.some((word) => keyWords.includes(word))).length > 1;
}

/** `CityStateZip`, `PermanentCityState`: the line of an address below the street. */
export function asksForCityLine(keyWords: readonly string[]): boolean {
  const [, street, city, state, postal] = partGroups.map((group) =>
    group.some((word) => keyWords.includes(word)),
  );
  return (
    city === true && (state === true || postal === true) && street !== true && !keyWords.includes('name')
  );
}

/** German and Dutch compounds carry their head at the end: `Geburtsdatum`, `Vertragsnummer`. */
function kindOfEnding(word: string): ValueKind | undefined {
  return endings.find(([ending]) => word.length > ending.length + 2 && word.endsWith(ending))?.[1];
}

const endings: readonly (readonly [string, ValueKind])[] = [
  ['datum', 'date'],
  ['nummer', 'identifier'],
  ['betrag', 'amount'],
  ['summe', 'amount'],
  ['preis', 'amount'],
  ['bedrag', 'amount'],
  ['adresse', 'address'],
  ['anschrift', 'address'],
  ['steuer', 'amount'],
  ['kosten', 'amount'],
  ['gebuhr', 'amount'],
  ['brutto', 'amount'],
  ['netto', 'amount'],
];

/** `Date of the invoice`, `Datum, bis zu dem …`: a description names the kind with its first word that does. */
export function kindOfDescription(words: readonly string[]): ValueKind | undefined {
  const first = words
    .slice(0, descriptionHeadWords)
    .find((word) => !/^(?:the|der|die|das|le|la|el|il|de)$/.test(word));
  return first === undefined ? undefined : (byWord[first] ?? kindOfEnding(first));
}

/** An article and a noun. */
const descriptionHeadWords = 2;

/** The kind that the form of an example shows. */
export function kindOfExample(example: string | undefined): ValueKind | undefined {
  if (example === undefined) return undefined;
  const text = example.trim();
  if (text === '') return undefined;
  if (/^(?:true|false|yes|no|selected|unselected|checked|unchecked)$/i.test(text)) return 'checkbox';
  if (/^\S+@\S+\.\S+$/.test(text)) return 'email';
  if (/^(?:https?:|www\.)\S+$/.test(text)) return 'url';
  if (isIban(text)) return 'iban';
  const date = findDates(text)[0];
  if (date !== undefined && date.end - date.start === text.length) return 'date';
  if (/^\d{1,2}:\d{2}(:\d{2})?$/.test(text)) return 'time';
  const number = findNumbers(text)[0];
  if (number !== undefined && number.value.percent === true) return 'percent';
  if (number !== undefined && number.end - number.start === text.length) {
    return number.value.formed ? 'amount' : 'identifier';
  }
  if (number?.value.currency !== undefined && text.length < 16) return 'amount';
  if (/^(?=.*\d)[\p{L}\d./-]+$/u.test(text)) return 'identifier';
  if (/^\+?[\d\s()./-]{7,}$/.test(text)) return 'phone';
  return undefined;
}
