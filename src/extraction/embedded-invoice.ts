/**
 * Invoices in XML inside a file, read as what they are: UN/CEFACT CII (ZUGFeRD, Factur-X) and UBL. Names of elements
 * are compared without their prefixes, as versions differ in them.
 */
import { Parser } from 'htmlparser2';
import type { Document } from '../reading/document.ts';
import type { Ask } from './ask.ts';
import type { ExtractedValue, Normalised } from './extracted.ts';

type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

export type EmbeddedInvoice = {
  /** Name of the attachment. */
  readonly name: string;
  readonly root: Element;
};

/** Where a datum stands, by concept: paths of element names, the first that is there counts. `//` skips levels. */
const headPaths: Readonly<Record<string, readonly string[]>> = {
  invoice_number: ['ExchangedDocument/ID', 'HeaderExchangedDocument/ID', 'Invoice/ID', 'CreditNote/ID'],
  invoice_date: [
    'ExchangedDocument/IssueDateTime/DateTimeString',
    'HeaderExchangedDocument/IssueDateTime/DateTimeString',
    'Invoice/IssueDate',
    'CreditNote/IssueDate',
  ],
  date: [],
  due_date: [
    'SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString',
    'Invoice/DueDate',
    'PaymentMeans/PaymentDueDate',
  ],
  delivery_date: [
    'ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString',
    'Delivery/ActualDeliveryDate',
  ],
  seller: [
    'SellerTradeParty/Name',
    'AccountingSupplierParty//PartyLegalEntity/RegistrationName',
    'AccountingSupplierParty//PartyName/Name',
  ],
  seller_vat_id: [
    'SellerTradeParty/SpecifiedTaxRegistration/ID[schemeID=VA]',
    'AccountingSupplierParty//PartyTaxScheme/CompanyID',
    'SellerTradeParty/SpecifiedTaxRegistration/ID',
  ],
  buyer: [
    'BuyerTradeParty/Name',
    'AccountingCustomerParty//PartyLegalEntity/RegistrationName',
    'AccountingCustomerParty//PartyName/Name',
  ],
  currency: ['InvoiceCurrencyCode', 'DocumentCurrencyCode'],
  net_total: ['TaxBasisTotalAmount', 'LegalMonetaryTotal/TaxExclusiveAmount'],
  tax_total: ['TaxTotalAmount', 'TaxTotal/TaxAmount'],
  grand_total: ['GrandTotalAmount', 'LegalMonetaryTotal/TaxInclusiveAmount'],
  iban: ['PayeePartyCreditorFinancialAccount/IBANID', 'PayeeFinancialAccount/ID'],
  bic: ['PayeeSpecifiedCreditorFinancialInstitution/BICID', 'FinancialInstitutionBranch/ID'],
  po_number: [
    'BuyerOrderReferencedDocument/IssuerAssignedID',
    'BuyerOrderReferencedDocument/ID',
    'OrderReference/ID',
  ],
};

const lineNames: readonly string[] = ['IncludedSupplyChainTradeLineItem', 'InvoiceLine', 'CreditNoteLine'];
const linePaths: Readonly<Record<string, readonly string[]>> = {
  item_description: ['SpecifiedTradeProduct/Name', 'Item/Name', 'Item/Description'],
  item_code: [
    'SpecifiedTradeProduct/SellerAssignedID',
    'SellersItemIdentification/ID',
    'SpecifiedTradeProduct/GlobalID',
  ],
  quantity: ['BilledQuantity', 'InvoicedQuantity', 'CreditedQuantity'],
  unit_price: ['NetPriceProductTradePrice/ChargeAmount', 'Price/PriceAmount'],
  line_total: ['LineTotalAmount', 'LineExtensionAmount'],
  tax_rate: [
    'ApplicableTradeTax/RateApplicablePercent',
    'ApplicableTradeTax/ApplicablePercent',
    'ClassifiedTaxCategory/Percent',
  ],
};

/** The first embedded invoice of a document. */
export function findEmbeddedInvoice(document: Document): EmbeddedInvoice | undefined {
  for (const { name, xml } of document.attachments) {
    if (xml === undefined) continue;
    const root = parseXml(xml);
    const isInvoice = /^(?:CrossIndustryInvoice|CrossIndustryDocument|Invoice|CreditNote)$/.test(
      root.children[0]?.name ?? '',
    );
    if (isInvoice) return { name, root };
  }
  return undefined;
}

export function readEmbedded(invoice: EmbeddedInvoice, ask: Ask): ExtractedValue | undefined {
  const found = ask.concept === undefined ? undefined : findFirst(invoice.root, headPaths[ask.concept] ?? []);
  return found === undefined ? undefined : toValue(invoice, ask, found);
}

/** The lines of the invoice, each with the values of the asks in order. */
export function readEmbeddedLines(
  invoice: EmbeddedInvoice,
  asks: readonly Ask[],
): readonly (readonly (ExtractedValue | undefined)[])[] {
  const lines = descendants(invoice.root).filter((element) => lineNames.includes(element.name));
  const rows = lines.map((line) =>
    asks.map((ask) => {
      const found = ask.concept === undefined ? undefined : findFirst(line, linePaths[ask.concept] ?? []);
      return found === undefined ? undefined : toValue(invoice, ask, found);
    }),
  );
  return rows.filter((row) => row.some((value) => value !== undefined));
}

function toValue(invoice: EmbeddedInvoice, ask: Ask, element: Element): ExtractedValue {
  const raw = element.text.trim();
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(raw);
  const text = day === null || ask.kind !== 'date' ? raw : `${day[1]}-${day[2]}-${day[3]}`;
  const normalised = normalise(ask, text, element);
  return {
    kind: text === raw ? 'text' : 'derived',
    text,
    confidence: 0.99,
    evidence: [],
    source: 'embedded',
    attachment: invoice.name,
    ...(normalised === undefined ? {} : { normalised }),
  };
}

function normalise(ask: Ask, text: string, element: Element): Normalised | undefined {
  if (ask.kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return { type: 'date', iso: text };
  const isNumeric = ask.kind === 'amount' || ask.kind === 'number' || ask.kind === 'percent';
  if (!isNumeric || !Number.isFinite(Number(text))) return undefined;
  const currency = element.attributes.currencyID;
  return { type: 'number', number: Number(text), ...(currency === undefined ? {} : { currency }) };
}

function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: Element = {
          name: name.slice(name.indexOf(':') + 1),
          attributes,
          children: [],
          text: '',
        };
        open.at(-1)!.children.push(element);
        open.push(element);
      },
      ontext(text) {
        open.at(-1)!.text += text;
      },
      onclosetag() {
        if (open.length > 1) open.pop();
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return root;
}

function findFirst(root: Element, paths: readonly string[]): Element | undefined {
  for (const path of paths) {
    const found = findPath(root, path).find((element) => element.text.trim() !== '');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first step may stand at any depth; each further one right below, or deeper after `//`. */
function findPath(root: Element, path: string): readonly Element[] {
  let current: readonly Element[] | undefined;
  for (const step of path.split(/(?=\/)/)) {
    const [, slashes, name, attribute, wanted] = /^(\/*)(\w*)(?:\[(\w+)=(\w+)\])?$/.exec(step)!;
    if (name === '') {
      current = current?.flatMap(descendants);
      continue;
    }
    const pool: readonly Element[] =
      current === undefined
        ? descendants(root)
        : slashes === '/'
          ? current.flatMap((element) => [...element.children, element])
          : current;
    current = pool.filter(
      (element) =>
        element.name === name && (attribute === undefined || element.attributes[attribute] === wanted),
    );
  }
  return current ?? [];
}

function descendants(element: Element): readonly Element[] {
  return element.children.flatMap((child) => [child, ...descendants(child)]);
}
