import type { ValueKind } from './value-kind.ts';
import { vocabulary } from './vocabulary/vocabulary.ts';

/** What fields commonly ask for, and how it is called on paper. */
export type Concept = {
  readonly id: string;
  readonly kind: ValueKind;
  /** How a field is named that asks for it, and labels that stand beside it, in any language; folded on use. */
  readonly phrases: readonly string[];
};

/** `id kind: phrase; phrase; …` a line: the densest form that a person can still check. */
const table = `
invoice_number identifier: invoice number; invoice no; invoice nr; invoice #; invoice id; inv no; bill number; bill no; document number; document no; tax invoice no; invoice; rechnungsnummer; rechnungsnr; rechnung nr; rechnungs nr; rechnung nummer; rechnung; belegnummer; beleg nr; numero de facture; facture no; n° facture; facture n°; facture numero; facture; numero de factura; factura no; n° factura; factura; numero fattura; fattura n; fattura; factuurnummer; factuur nr; factuur; numero da fatura; fatura n; credit note number; gutschrift nr; gutschriftsnummer
receipt_number identifier: receipt number; receipt no; receipt #; bon nr; bonnr; bon nummer; kassenbon nr; beleg nr; belegnr; ticket no; ticket number; trans no; transaction number; transaction no; check no; chk; rcpt; bill no; ticket n°
order_number identifier: order number; order no; order #; order id; bestellnummer; bestell nr; auftragsnummer; auftrag nr; auftrags nr; ihre bestellung; numero de commande; commande n°; commande; numero de pedido; pedido; numero ordine; bestelnummer; ordernummer
po_number identifier: po number; po no; p o number; p.o.; purchase order; purchase order number; customer po; your order; bestellnummer; your reference; ihre bestellnummer; approval no; reference commande client
customer_number identifier: customer number; customer no; customer id; client number; client id; account no; kundennummer; kunden nr; kundennr; ihre kundennummer; numero client; n° client; code client; numero de cliente; codice cliente; klantnummer
invoice_date date: invoice date; date of issue; issue date; date of invoice; issued; issued on; date issued; bill date; billing date; rechnungsdatum; ausstellungsdatum; belegdatum; datum; date; date de facture; date de facturation; date facture; date d emission; fecha de factura; fecha de emision; fecha factura; fecha; data fattura; data; data emissione; factuurdatum; data de emissao; ausstelldatum; austellungsdatum; rechnung vom
date date: date; transaction date; purchase date; date of purchase; datum; fecha; data; bill date; receipt date; invoice date; ausstelldatum; kaufdatum; date du jour
due_date date: due date; payment due; payment due date; due on; due by; due; payable by; pay by; bis zum; faellig am; fällig; fälligkeit; fälligkeitsdatum; zahlbar bis; zahlungsziel; fallig bis; zu zahlen bis; date d echeance; echeance; a payer avant le; date limite de paiement; payable avant; fecha de vencimiento; vencimiento; scadenza; data scadenza; vervaldatum; te betalen voor; uiterste betaaldatum; data de vencimento; prelevement le
delivery_date date: delivery date; ship date; date shipped; lieferdatum; leistungsdatum; liefertermin; leistungszeitraum; liefer leistungsdatum; date de livraison; fecha de entrega; data di consegna; leverdatum
order_date date: order date; bestelldatum; auftragsdatum; date de commande; fecha de pedido; besteldatum
seller company: seller; rechnungsersteller; rechnungsaussteller; leistungserbringer; seller name; vendor; vendor name; supplier; supplier name; issuer; from; sold by; company issuing; company; merchant; verkäufer; lieferant; rechnungssteller; vendeur; fournisseur; vendedor; proveedor; emisor; venditore; fornitore; verkoper; leverancier; biller; remit to
store company: store name; shop name; merchant name; store; company; restaurant; firmenname; firma; name of the store; name of the shop; unternehmen; haendler; nom du magasin; tienda; negozio
buyer name: buyer; buyer name; customer; customer name; bill to; billed to; sold to; ship to; client; purchaser; invoice to; recipient; käufer; kunde; rechnungsempfänger; empfänger; rechnungsadresse; rechnungsanschrift; acheteur; client; facture a; destinataire; cliente; comprador; facturar a; acquirente; cessionario; koper; klant; factuuradres; an
seller_vat_id taxId: vat id; vat number; vat no; vat reg no; vat registration number; tax id; tax number; tax no; gstin; gst no; gst id; gst reg no; abn; tin; ein; employer identification number; taxpayer identification number; seller vat id; ust id nr; ust idnr; ust id; ustid; umsatzsteuer id; umsatzsteuer identifikationsnummer; uid; uid nr; mwst nr; steuernummer; steuer nr; st nr; numero de tva; n° tva; tva intracommunautaire; n° tva intracommunautaire; nif; cif; numero de iva; partita iva; p iva; btw nummer; btw nr; btw; vat
tax_number taxId: steuernummer; steuer nr; st nr; tax number; steuernr
net_total amount: net total; total net; net amount; subtotal; sub total; sub-total; total without tax; total excluding tax; total excl vat; amount before tax; taxable amount; taxable value; total before tax; untaxed amount; nettobetrag; netto; nettosumme; summe netto; gesamt netto; gesamtbetrag netto; zwischensumme; netto betrag; warenwert; total ht; montant ht; total hors taxes; base imponible; total neto; subtotal; imponibile; totale imponibile; totaal excl btw; excl btw; subtotaal; excl; basisbetrag; steuerbasisbetrag; rechnungssumme netto; summe positionen; positionssumme; rechnungssumme ohne ust; summe ohne ust; summe ohne mwst; betrag ohne mwst; gesamtbetrag ohne mwst; netto gesamtbetrag; total sans tva; total sin iva; totale senza iva; totaal zonder btw; exclusief btw; total net amount
subtotal amount: subtotal; sub total; sub ttl; sum before tax; zwischensumme; sous total; subtotale; subtotaal; food total; net total; net amount
tax_total amount: tax total; total tax; tax; tax amount; vat; vat amount; total vat; sales tax; gst; gst amount; total gst; mwst; mwst betrag; ust; umsatzsteuer; mehrwertsteuer; steuerbetrag; steuer; summe steuer; zzgl mwst; zzgl umsatzsteuer; gesamtbetrag mwst; tva; montant tva; total tva; iva; cuota iva; total iva; imposta; totale iva; btw; btw bedrag; taxes; service tax; steuer gesamt; umsatzsteuerbetrag
grand_total amount: grand total; total; total amount; amount due; total due; balance due; total including tax; total incl vat; total inclusive gst; total incl gst; total payable; amount payable; invoice total; total to pay; total sales; net total; rounded total; total rm; nett total; payable; gesamtbetrag; gesamtsumme; rechnungsbetrag; bruttobetrag; brutto; summe; endbetrag; gesamt; zahlbetrag; zu zahlen; zu zahlender betrag; summe brutto; endsumme; rechnungssumme; gesamt brutto; total ttc; montant ttc; net a payer; montant total; total a payer; total factura; importe total; total a pagar; totale; totale fattura; totale da pagare; totaal; totaal incl btw; te betalen; totaalbedrag; valor total; balance; betrag; faelliger betrag; fälliger betrag; bruttosumme; visa; amount
tip amount: tip; tips; gratuity; trinkgeld; pourboire; propina; service charge
discount amount: discount; total discount; rabatt; skonto; nachlass; remise; descuento; sconto; korting
shipping amount: shipping; freight; delivery charge; versand; versandkosten; porto; frais de port; gastos de envio; spedizione; verzendkosten
change amount: change; change due; rückgeld; wechselgeld; zurueck; cash change; rendu; cambio; wisselgeld; resto
cash amount: cash; cash tendered; tendered; bar; gegeben; geg bar; especes; efectivo; contanti; contant; paid; amount tendered; received
rounding amount: rounding; rounding adj; rounding adjustment; rundung; arrondi
currency currency: currency; currency code; währung; devise; moneda; divisa; valuta
iban iban: iban; bank account; kontonummer; konto; bankverbindung; rekeningnummer; account number
bic bic: bic; swift; bic swift; swift code; swift bic
bank company: bank; bank name; kreditinstitut; banque; banco; banca; geldinstitut
account_number identifier: account number; account no; account #; acct no; kontonummer; konto nr; depotnummer; numero de compte; numero de cuenta; rekeningnummer; account numbers
payment_method choice: payment method; payment type; paid by; zahlungsmethode; zahlungsart; zahlart; zahlungsweise; mode de paiement; forma de pago; metodo di pagamento; betaalwijze; card type; tender
phone phone: phone; phone number; telephone; telephone number; tel; tel no; telefon; telefonnummer; fon; mobile; mobil; cell; phone no; telefono; telefone; telefoon; telephone no; hp
fax phone: fax; fax number; fax no; telefax; telecopy no; facsimile; telecopieur
email email: email; e mail; e-mail; mail; email address; e-mail-adresse; courriel; correo electronico; posta elettronica
website url: website; web; url; homepage; internet; www; site web; sitio web
address address: address; postal address; street address; adresse; anschrift; direccion; indirizzo; adres; store address; mailing address; shop address
street street: street; straße; strasse; str; rue; calle; via; straat; street name
house_number houseNumber: house number; hausnummer; hausnr; numero civico; huisnummer
postal_code postalCode: postal code; zip; zip code; postcode; postleitzahl; plz; code postal; codigo postal; cap
city city: city; town; ort; stadt; ville; ciudad; citta; plaats; stad; city state; city state zip; city or town
country country: country; land; pays; pais; paese; staat; citizenship
time time: time; uhrzeit; zeit; heure; hora; ora; tijd; uhr
first_name person: first name; vorname; given name; forename; prenom; nombre; nome; voornaam
last_name person: last name; surname; family name; nachname; familienname; nom; apellidos; cognome; achternaam
person_name person: name; full name; name of person; nom; nombre y apellidos; naam; printed name; attention; attn
birth_date date: date of birth; birth date; dob; geburtsdatum; geboren am; geb; date de naissance; fecha de nacimiento; data di nascita; geboortedatum
employer company: employer; employer name; arbeitgeber; employeur; empleador; datore di lavoro; werkgever
employee person: employee; employee name; arbeitnehmer; mitarbeiter; salarie; empleado; dipendente; werknemer
gross_pay amount: gross pay; gross salary; gross; gesamt brutto; bruttolohn; gesamtbrutto; salaire brut; brut; salario bruto; brutoloon; brutto
net_pay amount: net pay; net salary; net; netto verdienst; nettoverdienst; nettolohn; salaire net; netto; net a payer avant impot
payout amount: auszahlungsbetrag; auszahlung; überweisung; net paid; amount paid; paid out; net a payer; liquido; uitbetaald; ueberweisungsbetrag
tax_class identifier: steuerklasse; st kl; stkl; tax class; stk
ssn identifier: ssn; social security number; sozialversicherungsnummer; sv nummer; numero de securite sociale; itin
isin isin: isin; isin code; security code
wkn wkn: wkn; wertpapierkennnummer; wertpapierkennummer; valor; valoren nr; valorennummer; security number
security_name text: security; name of the security; wertpapier; wertpapierbezeichnung; gattungsbezeichnung; bezeichnung; security name; gattung; fonds; fondsname; titre; valeur; titulo; valor; wertpapiername; instrument
shares number: shares; number of units; number of shares; units; stück; stk; anzahl; menge; nominale; nominal; nominal stück; quantity; quantite; titulos; no titulos; anteile; stueckzahl; nombre; umsatz
trade_date date: trade date; execution date; schlusstag; schlusstag zeit; handelstag; handelsdatum; ausfuhrungstag; ausgeführt am; handelstag uhrzeit; date d execution; fecha ejecucion; fecha de operacion; date; data operazione; transaction date
payment_date date: payment date; zahltag; zahlbarkeitstag; wert; valuta; wertstellung; pay date; date de paiement; fecha de pago; zahldatum; date valeur
booked_amount amount: ausmachender betrag; endbetrag; betrag zu ihren lasten; betrag zu ihren gunsten; net amount booked; net amount; booked amount; amount; belastung; gutschrift; montant net; importe total; netto; abrechnungsbetrag; endbetrag zu ihren lasten; endbetrag zu ihren gunsten; montant net au debit de votre compte; zu lasten; zu gunsten; total amount; gesamtbetrag; ausmachend; buchungsbetrag; verrechnungsbetrag; betrag
gross_value amount: kurswert; gross value; gross amount; bruttobetrag; brutto; market value; dividendengutschrift; montant brut; importe; kurswert brutto; ausschuettung; zwischensumme; dividende; total kurswert; value; montant transaction; ertrag
fees amount: fees; total fees; provision; gebühren; courtage; fee; commission; commissions; orderprovision; transaktionsentgelt; spesen; entgelt; boersenplatzentgelt; frais; comision; gastos; fremde spesen; handelsplatzgebuhr; kosten; eigene spesen; total commission
taxes amount: taxes; total taxes; taxes withheld; quellensteuer; kapitalertragsteuer; kapitalertragssteuer; withholding tax; steuern; steuer; solidaritätszuschlag; summe steuern; einbehaltene quellensteuer; impuestos; retenue a la source; kest; abgeführte steuern; einbehaltene steuern
transaction_type choice: transaction type; kind of transaction; type of transaction; transaktionsart; geschaeftsart; auftragsart
effective_date date: effective date; date on which the agreement becomes effective; becomes effective; dated as of; effective as of; entered into as of; made as of; made and entered into as of; is made as of; dated; as of; made this; entered into on; made effective; agreement date; in kraft
jurisdiction place: governing law; law governs; jurisdiction; governed by the laws of; laws of the state of; laws of the commonwealth of; governed by and construed in accordance with the laws of; in accordance with the laws of; laws of; under the laws of the state of; internal laws of; substantive laws of; anwendbares recht; recht der; droit applicable
party party: party; parties; parties of the agreement; by and between; between; among; vertragspartei; parteien
term duration: term; length of the agreement; confidentiality obligation; period; duration; for a period of; period of; term of; expire; expires; shall continue for; remain in effect for; laufzeit; dauer; vertragsdauer; survive for
item_description text: description; item; item text; product; article; service; product description; item description; particulars; details; goods; beschreibung; bezeichnung; artikel; artikelbezeichnung; leistung; produkt; produktbezeichnung; text; designation; libelle; descripcion; concepto; articulo; descrizione; omschrijving; producto; ware; position; artikelname; warenbezeichnung
item_code identifier: item no; item code; article no; artikelnummer; artikel nr; art nr; sku; code; reference; ref; product code; hsn; hsn sac; pos; hsn code
quantity number: quantity; qty; menge; anzahl; quantite; qte; cantidad; cant; quantita; qta; aantal; units; hours; stück; pcs; mng; anz; qty shipped; std; quant
unit_price amount: unit price; price; rate; unit cost; price each; einzelpreis; preis; ep; e preis; stückpreis; preis pro einheit; prix unitaire; pu; pu ht; prix; precio; precio unitario; prezzo; prezzo unitario; prijs; stukprijs; price per unit; preis einheit; einheitspreis; stk preis; nettopreis; net unit price; preis netto
line_total amount: line total; total; amount; net line total; price of the line; gesamtpreis; gesamt; betrag; summe; gp; total price; montant; montant ht; total ht; importe; importo; totale; bedrag; totaal; net amount; netto; value; taxable value; extended price; line amount; price; preis; gesamtbetrag; nettobetrag; pos betrag; ext price; prix total; netto gesamt
unit text: unit; einheit; me; unite; unidad; eenheid; uom; units
tax_rate percent: tax rate; vat rate; vat %; mwst %; mwst; ust %; ust; steuersatz; taux tva; tva; iva; btw; tax %; gst %; vat
subject text: subject; re; betreff; objet; asunto; oggetto; onderwerp; title; betr
reference identifier: reference; ref; reference number; ref no; reference no; our reference; your reference; zeichen; unser zeichen; ihr zeichen; referenz; referenznummer; aktenzeichen
policy_number identifier: policy number; policy no; policennummer; versicherungsnummer; versicherungsschein nr; vertragsnummer; numero de police; contract number; polizza n
comments text: comments; comment; notes; note; remarks; message; bemerkung; bemerkungen; hinweis; remarques; observaciones
other_number identifier: nummer; globale nummer; global number; gln; lief nr; lieferantennummer; supplier number
sender_name name: from; von; sender; absender; de; expediteur; remitente
recipient_name name: to; an; recipient; a; destinataire; destinatario
`;

const own: readonly Concept[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [, id, kind, phrases] = /^(\S+) (\S+): (.*)$/.exec(line)!;
    return { id: id!, kind: kind as ValueKind, phrases: phrases!.split('; ') };
  });

export const concepts: readonly Concept[] = [
  ...own.map((concept) => {
    const known = vocabulary.find((entry) => entry.id === concept.id);
    return known === undefined
      ? concept
      : { ...concept, phrases: interleave(concept.phrases, labelsOf(known)) };
  }),
  ...vocabulary
    .filter((entry) => !own.some((concept) => concept.id === entry.id))
    .map((entry) => ({ id: entry.id, kind: entry.kind, phrases: labelsOf(entry) })),
];

/** The commonest label of every language first, then the next ones. */
function labelsOf(entry: (typeof vocabulary)[number]): readonly string[] {
  const lists = Object.values(entry.labels);
  const longest = Math.max(...lists.map((list) => list.length));
  const labels: string[] = [];
  for (let rank = 0; rank < longest; rank += 1) labels.push(...lists.flatMap((list) => list[rank] ?? []));
  return labels;
}

function interleave(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}
