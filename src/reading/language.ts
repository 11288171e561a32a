/** Which language a text is in: by its script, else by its commonest words and the letters only it has. */

/** ISO 639-1 code; undefined where the text is too short or speaks for none. */
export function guessLanguage(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE_LETTERS).toLowerCase();
  return byScript(sample) ?? byWords(sample);
}

const SAMPLE_LETTERS = 6000;

const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['uk', /[іїєґ]/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
];
/** Shares of the letters that decide: kana stands among Chinese signs, Ukrainian letters among Cyrillic ones. */
const SCRIPT_SHARES: Readonly<Record<string, number>> = { ja: 0.1, uk: 0.03 };
const SCRIPT_SHARE = 0.4;

function byScript(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 4) return undefined;
  const found = SCRIPTS.find(([language, pattern]) => {
    const share = (text.match(pattern)?.length ?? 0) / letters;
    return share >= (SCRIPT_SHARES[language] ?? SCRIPT_SHARE);
  });
  return found?.[0];
}

function byWords(text: string): string | undefined {
  const words = text.match(/\p{L}+/gu) ?? [];
  const scores = new Map<string, number>();
  const add = (language: string, score: number): void => {
    scores.set(language, (scores.get(language) ?? 0) + score);
  };
  for (const word of words) {
    const languages = languagesByWord.get(word);
    for (const language of languages ?? []) add(language, 1 / languages!.length);
  }
  for (const [letters, languages] of LETTERS) {
    const count = text.match(letters)?.length ?? 0;
    for (const language of languages) add(language, (0.6 * count) / languages.length);
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (best === undefined || best[1] < SCORE_MIN) return undefined;
  return best[1] >= (second?.[1] ?? 0) * MARGIN_MIN ? best[0] : undefined;
}

/** Two common words of one language alone; fewer is chance (names, headings). */
const SCORE_MIN = 2;
/** How far the best must be ahead of the next. */
const MARGIN_MIN = 1.2;

/** The commonest words of running text and of business papers. */
const WORDS: Readonly<Record<string, string>> = {
  en: `the of and to in is for that on with as by this from are or be at your you not have it we will
    which may any if date name total amount number address invoice please page tax payment shall`,
  de: `der die das und ist in den von mit für auf ein eine nicht dem des sich zu im werden sie wir bei
    oder nach aus zum zur auch als wird durch ihre ihr datum betrag rechnung nummer sind bitte seite
    straße vom am bis über unter haben sowie gesamt`,
  fr: `le la les de des du et en un une est pour dans que qui par sur au aux avec ce cette pas ne vous
    nous votre date montant facture numéro sont ou total page été nom adresse à`,
  es: `el la los las de del y en un una es por para con que se su al como no más lo fecha importe
    factura número este esta sus nombre dirección total página o son ha`,
  it: `il lo la gli le di del della dei delle e in un una è per con che si al alla da non come data importo
    fattura numero questo sono nel nella o ed nome indirizzo totale pagina ai`,
  pt: `o a os as de do da dos das e em um uma é por para com que se ao não no na nos nas mais data valor
    fatura número este esta são nome endereço total página ou pelo pela à`,
  nl: `de het een en van in is op te dat die voor met zijn aan niet om bij als naar ook door uit wordt
    worden of deze dit datum bedrag factuur nummer uw wij naam adres totaal pagina kunnen`,
  sv: `och att det som en på är av för med den till inte om ett har de vi du från kan eller datum
    belopp faktura nummer ska även vid`,
  da: `og at det som en på er af for med den til ikke om et har de vi du fra kan eller dato beløb
    faktura nummer skal også ved efter inden dage beløbet betales bliver mellem`,
  no: `og at det som en på er av for med den til ikke om et har de vi du fra kan eller dato beløp
    faktura nummer skal også ved etter innen dager beløpet betales blir mellom`,
  fi: `ja on ei se että en hän mutta ovat tai kun niin myös sekä mukaan päivämäärä lasku yhteensä olla
    voi joka ole sen tämä`,
  pl: `i w na z do nie się jest to że od za po przez dla jak oraz lub data kwota faktura numer nazwa
    adres razem strona są ze jego który`,
  cs: `a v na z do se je že o s pro jako ve k nebo za po od datum částka faktura číslo jméno adresa
    celkem strana jsou být není který`,
  ro: `și de la în cu pe un o din că nu pentru este sau care se mai data suma factura număr nume adresa
    total pagina sunt prin al`,
  hu: `a az és hogy nem is egy ez van vagy meg csak már el dátum összeg számla szám név cím összesen
    oldal kell lehet volt`,
  tr: `ve bir bu için ile da de olarak olan en daha çok gibi kadar sonra tarih tutar fatura numara ad
    adres toplam sayfa veya ne ise`,
};

const languagesByWord = wordIndex();

function wordIndex(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [language, words] of Object.entries(WORDS)) {
    for (const word of words.split(/\s+/)) {
      if (!/\p{L}{2}|[àèéyoaiveuwzks]/u.test(word)) continue;
      index.set(word, [...(index.get(word) ?? []), language]);
    }
  }
  // OCR in another language leaves the accents out: "fur" for "für".
  for (const [word, languages] of [...index]) {
    const bare = word.normalize('NFD').replace(/\p{M}/gu, '');
    if (bare.length >= 3 && !index.has(bare)) index.set(bare, languages);
  }
  return index;
}

/** Letters that few languages write. */
const LETTERS: readonly (readonly [letters: RegExp, languages: readonly string[]])[] = [
  [/ß/g, ['de']],
  [/[äö]/g, ['de', 'sv', 'fi']],
  [/ü/g, ['de', 'tr', 'hu']],
  [/ñ/g, ['es']],
  [/[ãõ]/g, ['pt']],
  [/ç/g, ['fr', 'pt', 'tr']],
  [/[œêîû]/g, ['fr']],
  [/å/g, ['sv', 'da', 'no']],
  [/[æø]/g, ['da', 'no']],
  [/[ąćęłńśźż]/g, ['pl']],
  [/[ěřůčšž]/g, ['cs']],
  [/[ățșţş]/g, ['ro']],
  [/[őű]/g, ['hu']],
  [/[ğış]/g, ['tr']],
];
