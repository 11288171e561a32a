import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letters } from '../../fixtures/make-pages-letters.ts';
import { guessLanguage } from './language.ts';

test('a business letter tells its language', () => {
  for (const [language, lines] of Object.entries(letters)) {
    assert.equal(guessLanguage(lines.join('\n')), language);
  }
});

test('a sentence tells its language', () => {
  const sentences: Record<string, string> = {
    es: 'La factura se paga en un plazo de treinta días desde la fecha de entrega de los artículos.',
    it: 'Il pagamento della fattura deve essere effettuato entro trenta giorni dalla data di consegna.',
    pt: 'O pagamento da fatura não pode ser feito depois do dia indicado pelo fornecedor na página.',
    nl: 'Wij verzoeken u het bedrag van deze factuur binnen dertig dagen over te maken op onze rekening.',
    sv: 'Vi ber er att betala beloppet på fakturan inom trettio dagar från den dag som anges.',
    da: 'Vi beder om at beløbet på denne faktura betales inden for tredive dage fra dags dato.',
    fi: 'Pyydämme, että lasku on maksettu eräpäivään mennessä, ja se ei ole yli kolmekymmentä päivää.',
    pl: 'Prosimy o zapłatę kwoty podanej na fakturze w ciągu trzydziestu dni od daty dostawy.',
    cs: 'Prosíme o zaplacení částky uvedené na faktuře do třiceti dnů od data dodání, které je na straně.',
    ro: 'Vă rugăm să plătiți suma de pe factură în termen de treizeci de zile de la data livrării.',
    hu: 'Kérjük, hogy a számla összegét harminc napon belül fizesse meg, és a számot is adja meg.',
    tr: 'Bu faturanın tutarı için ödeme otuz gün içinde ve bir defada yapılır, daha sonra faiz alınır.',
  };
  for (const [language, sentence] of Object.entries(sentences)) {
    assert.equal(guessLanguage(sentence), language, sentence);
  }
});

test('a script tells its language', () => {
  assert.equal(guessLanguage('Счёт на оплату'), 'ru');
  assert.equal(guessLanguage('Рахунок до сплати, що є від її імені'), 'uk');
  assert.equal(guessLanguage('Τιμολόγιο πώλησης'), 'el');
  assert.equal(guessLanguage('فاتورة ضريبية'), 'ar');
  assert.equal(guessLanguage('חשבונית מס'), 'he');
  assert.equal(guessLanguage('发票号码'), 'zh');
  assert.equal(guessLanguage('請求書の合計金額'), 'ja');
  assert.equal(guessLanguage('세금계산서 합계'), 'ko');
});

test('numbers and names tell no language', () => {
  assert.equal(guessLanguage('4711 0815 12.03.2026 ACME GmbH'), undefined);
  assert.equal(guessLanguage(''), undefined);
});
