import type { Ask } from '../ask.ts';
import { type Candidate, wordsOf } from '../candidate.ts';
import { foldText } from '../fold-text.ts';
import type { Layout } from '../layout.ts';

/** Words that say the same as an option, folded; an ending `*` stands for any ending. */
const sayings: Readonly<Record<string, string>> = {
  buy: 'buy bought purchase kauf gekauft kaufabrechnung wertpapierkauf achat compra acquisto koop aankoop zeichnung sparplan* kupno',
  sell: 'sell sold sale verkauf verkauft vente venta vendita verkoop rucknahme sprzedaz',
  dividend:
    'dividend dividende* dividendo dividendengutschrift ausschuttung ertragsgutschrift ertragnisgutschrift ertragnisgutschrift* ertragsthesaurierung coupon distribution dividendi zinsgutschrift kupon',
  credit: 'credit gutschrift haben avoir abono accredito',
  debit: 'debit lastschrift belastung soll cargo addebito',
  male: 'male mannlich m man masculin hombre maschio',
  female: 'female weiblich f w woman feminin mujer femmina',
  yes: 'yes ja oui si',
  no: 'no nein non nee',
  cash: 'cash bar bargeld especes efectivo contanti contant barzahlung',
  card: 'card kreditkarte ec-karte girocard maestro visa mastercard carte tarjeta carta ec credit',
};

/** Ways to pay as receipts print them, folded. */
const payments =
  'visa mastercard maestro girocard amex debit credit cash bar barzahlung paypal ec-cash eccash ec-karte kreditkarte lastschrift uberweisung card vpay contactless kartenzahlung bargeld especes cb efectivo tarjeta contanti pin alipay giropay klarna rechnung vorkasse sepa'.split(
    ' ',
  );

/** Words of the document that stand for one of the answers a description allows, or for a way to pay. */
export function findOptions(ask: Ask, layout: Layout): readonly Candidate[] {
  const found: Candidate[] = [];
  const byWord = new Map<string, string>();
  const prefixes: [string, string][] = [];
  for (const option of ask.options) {
    const folded = foldText(option);
    for (const word of [folded, ...(sayings[folded]?.split(' ') ?? [])]) {
      if (word.endsWith('*')) prefixes.push([word.slice(0, -1), option]);
      else byWord.set(word.replace(/[^a-z]/g, ''), option);
    }
  }
  const isPayment = ask.concept === 'payment_method';
  for (const segment of layout.segments) {
    for (const [position, token] of segment.tokens.entries()) {
      const word = token.squashed;
      const option = byWord.get(word) ?? prefixes.find(([prefix]) => word.startsWith(prefix))?.[1];
      if (option !== undefined) {
        const candidate = wordsOf(segment, position, position, 'option', { derived: option });
        if (candidate !== undefined) found.push(candidate);
      } else if (isPayment && payments.includes(word)) {
        const candidate = wordsOf(segment, position, position, 'option');
        if (candidate !== undefined) found.push(candidate);
      }
    }
  }
  return found;
}
