/** What a person sees who tries Mailroom with five types and ten plain documents, in several trades and languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDocument } from '../evaluation/example-documents.ts';
import { classifyDocument } from './classify-document.ts';
import type { DocumentType } from './document-type.ts';

const typeOf = (name: string, description = '', uniqueWords: readonly string[] = []): DocumentType => ({
  name,
  description,
  uniqueWords,
});

const letter = `Greenfield Nurseries
14 Orchard Lane, Bath
3 March 2026
Dear Mrs Hart,
Thank you for your letter of 20 February. We are pleased to tell you that the apple trees which you
asked about will be ready for collection from the second week of April.
Please let us know which day would suit you best.
Yours sincerely,
Tom Field`;
const mail = `From: Ana Lima <ana@example.org>
To: Ben Roth <ben@example.org>
Sent: Tuesday, 4 March 2026 09:12
Subject: Parking on Friday
Hi Ben,
the yard is closed on Friday, please use the one behind the hall.
Ana`;
const resume = `Maria Keller
maria.keller@example.org
Work experience
2019 - 2025 Head of purchasing, Muster AG, Basel
2014 - 2019 Buyer, Example Ltd, Leeds
Education
2010 - 2014 BSc Business Administration, University of Leeds
Skills
SAP, negotiation, German (native), English (fluent)
References on request`;
const payslip = `Example Ltd
Payslip
Employee: J. Doe   Pay period: 01/02/2026 - 28/02/2026
Basic pay 2,900.00
Overtime 120.00
Gross pay 3,020.00
Income tax 420.00
National insurance 210.00
Total deductions 630.00
Net pay 2,390.00`;
const employment = `EMPLOYMENT AGREEMENT
This Employment Agreement is made between Example Ltd (the "Employer") and Jane Doe (the "Employee").
1. Position. The Employee shall serve as accountant and perform the duties assigned to her.
2. Salary. The Employer shall pay a base salary of 48,000 a year.
3. Vacation. The Employee is entitled to 25 days of paid vacation.
4. Termination. Either party may terminate this agreement with three months' notice.
IN WITNESS WHEREOF the parties have signed.`;
const mahnung = `Muster GmbH
Musterweg 3, 50667 Köln
Zahlungserinnerung
Sehr geehrte Frau Beispiel,
leider konnten wir für unsere Rechnung Nr. 881 vom 2. Januar noch keinen Zahlungseingang feststellen.
Bitte überweisen Sie den offenen Betrag von 240,00 EUR zuzüglich Mahngebühren von 5,00 EUR bis zum 20. Februar.
Mit freundlichen Grüßen
Muster GmbH`;
const rechnung = `Muster GmbH
Rechnung
Rechnungsnummer 881
Rechnungsdatum 02.01.2026
2 Stühle 120,00 240,00
Nettobetrag 201,68
MwSt 19 % 38,32
Rechnungsbetrag 240,00 EUR
Zahlbar innerhalb von 14 Tagen`;
const lieferschein = `Muster GmbH
Lieferschein Nr. 77
Lieferdatum 05.01.2026
Lieferanschrift: Beispiel AG, Ring 5, 04109 Leipzig
Pos Artikel Menge
1 Stuhl Modell A 2 Stück
2 Tisch Modell B 1 Stück
Ware erhalten: Unterschrift`;
const kuendigung = `Erika Beispiel
Ring 5
04109 Leipzig
Kündigung meines Vertrags Nr. 4455
Sehr geehrte Damen und Herren,
hiermit kündige ich meinen Vertrag fristgerecht zum 30. Juni 2026.
Bitte bestätigen Sie mir den Erhalt der Kündigung schriftlich.
Mit freundlichen Grüßen
Erika Beispiel`;
const lease = `RESIDENTIAL LEASE AGREEMENT
This lease is made between the Landlord, Hill Homes, and the Tenant, Sam Poe.
1. Premises. The Landlord lets to the Tenant the apartment at 9 Mill Road.
2. Term. The lease begins on 1 May 2026 and ends on 30 April 2027.
3. Rent. The Tenant shall pay a monthly rent of 950.00 on the first day of each month.
4. Security deposit. The Tenant has paid a security deposit of 950.00.`;
const ordonnance = `Docteur Claire Martin
Médecin généraliste
Ordonnance
Lyon, le 12 janvier 2026
Madame Dupont
Amoxicilline 500 mg : 1 gélule 3 fois par jour pendant 7 jours
Paracétamol 1 g : 1 comprimé en cas de douleur
Qsp 7 jours`;
const analyses = `Laboratoire d'analyses médicales
Résultats d'analyses
Patient : M. Durand
Prélèvement du 10/01/2026
Glycémie 5,1 mmol/L valeurs de référence 3,9 - 5,8
Créatinine 78 µmol/L valeurs de référence 60 - 110
Hémoglobine 14,2 g/dL valeurs de référence 13 - 17`;
const extracto = `Banco Ejemplo
Extracto de cuenta
Titular: Juan Pérez   IBAN ES00 0000 0000 0000
Período 01/01/2026 - 31/01/2026
Saldo anterior 1.200,00
05/01 Transferencia recibida 800,00 2.000,00
12/01 Recibo luz -60,00 1.940,00
Saldo final 1.940,00`;
const zeugnis = `REPORT OF EXAMINATION
MRI of the left knee
Clinical indication: pain after a fall.
Technique: Sagittal and coronal images without contrast.
Findings: The menisci are intact. No joint effusion. The cruciate ligaments are unremarkable.
Impression: Normal MRI of the knee.`;

const others = {
  story: `The harbour was quiet when Lena came home. Nobody had lit the lamps. She walked along the wall, counting
the boats, and wondered which of them had brought the stranger with the green hat.`,
  recipe: `Lentil soup\nIngredients\n250 g lentils\n1 carrot\n1 onion\nSimmer for 40 minutes and season with pepper.`,
  code: `function add(a, b) {\n  return a + b;\n}\nfor (let i = 0; i < 10; i += 1) console.log(add(i, i));`,
  match: `City beat Rovers 3-1 on Saturday. After a slow first half the striker scored twice within five minutes.
The crowd of nine thousand sang until the final whistle.`,
  gedicht: `Im Garten steht ein alter Baum,\nder träumt im Wind den Sommertraum,\nund unter ihm schläft tief die Katze.`,
};

const office = [
  typeOf('invoice', 'Bill for goods or services', ['invoice number', 'amount due']),
  typeOf('letter', 'Letter to a person', ['dear', 'sincerely']),
  typeOf('email', 'E-mail message', ['from', 'subject']),
  typeOf('resume', 'Curriculum vitae', ['education', 'work experience']),
  typeOf('payslip', 'Salary statement of an employee', ['gross pay', 'net pay']),
];
const bareNames = ['Letter', 'Email', 'Resume', 'Payslip', 'Lease', 'Contract', 'Prescription'].map((name) =>
  typeOf(name),
);
const german = [
  typeOf('Rechnung', 'Rechnung eines Lieferanten', ['Rechnungsnummer']),
  typeOf('Mahnung', 'Zahlungserinnerung oder Mahnung', ['offener Betrag', 'Mahngebühren']),
  typeOf('Lieferschein', 'Begleitpapier einer Lieferung', ['Lieferdatum']),
  typeOf('Kündigung', 'Ein Kunde kündigt seinen Vertrag', ['hiermit kündige ich']),
  typeOf('Mietvertrag', 'Vertrag über die Miete einer Wohnung'),
];
const medical = [
  typeOf('prescription', 'Prescription of medicines'),
  typeOf('lab result', 'Laboratory results of a patient'),
  typeOf('radiology report', 'Report of an X-ray, CT or MRI'),
  typeOf('sick note', 'Certificate that a person cannot work'),
];

const expectations: readonly (readonly [
  string,
  readonly DocumentType[],
  readonly (readonly [string, string])[],
])[] = [
  [
    'an office in English',
    office,
    [
      [letter, 'letter'],
      [mail, 'email'],
      [resume, 'resume'],
      [payslip, 'payslip'],
      [rechnung, 'invoice'],
    ],
  ],
  [
    'names alone',
    bareNames,
    [
      [letter, 'Letter'],
      [mail, 'Email'],
      [payslip, 'Payslip'],
      [lease, 'Lease'],
      [ordonnance, 'Prescription'],
    ],
  ],
  [
    'an office in German, and an English lease',
    german,
    [
      [rechnung, 'Rechnung'],
      [mahnung, 'Mahnung'],
      [lieferschein, 'Lieferschein'],
      [kuendigung, 'Kündigung'],
      [lease, 'Mietvertrag'],
    ],
  ],
  [
    'a practice, with French papers against English types',
    medical,
    [
      [ordonnance, 'prescription'],
      [analyses, 'lab result'],
      [zeugnis, 'radiology report'],
    ],
  ],
  [
    'one type and two',
    [typeOf('employment contract'), typeOf('bank statement')],
    [
      [employment, 'employment contract'],
      [extracto, 'bank statement'],
      [lease, 'other'],
      [mail, 'other'],
    ],
  ],
];

for (const [set, types, papers] of expectations) {
  test(`plain papers are told: ${set}`, async () => {
    for (const [text, name] of papers)
      assert.equal((await classifyDocument(plainDocument(text), types)).documentType, name, text);
  });
  test(`what is plainly nothing of it is other: ${set}`, async () => {
    for (const text of Object.values(others))
      assert.equal((await classifyDocument(plainDocument(text), types)).documentType, 'other', text);
  });
}
