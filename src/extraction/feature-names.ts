/** Names of the features, in the order of their vectors. Weights go by name: the order may change at any time. */
export const askedNames =
  'inline inlineCoverage colon left leftCoverage above aboveFree aboveCoverage aboveFar after afterNext underlined prose ordinal section besideBelow adjacent best sectionName tender bestSquared unlabelled ownLeft rivalLeft ownAbove rivalAbove rivalBoth noLabelInDocument foreign wholeValue saysKey defined firstKind shape isLabel'.split(
    ' ',
  );

const kinds =
  'date time number currency duration iban bic isin wkn taxId code phone email url text run lines labelled filled person givenName familyName option word address street houseNumber postalCode city place mark'.split(
    ' ',
  );

export const fixedNames = [
  ...kinds.map((kind) => `source_${kind}`),
  ...'valid invalid filled combined printed leadsWords beforeWords decimals2 integer currencyBeside percentSign negative zero largest rank repeated small sumWhole sumNet sumTax long monthOnly y firstPage lastPage topRows topTen bottomRow leftHalf rightEnd alone wholeCell startsCell endsCell prosy order firstOfKind digitShare length words oneWord lines oneLine capital capitals everyCapital legalForm legalOnly large bold unsure hasColon address addressFirst addressLast addressBefore addressAfter postal email tooShort labelShare askedShare inItems naturalEnd goesOn inLabel continuesLine nameShape cutsCode endsOpen legalBelow numberInBrackets paid notPaid cityLine streetLine partOfFilled wholeFilled goesRight countryPrefix'.split(
    ' ',
  ),
];

export const askedIds: ReadonlyMap<string, number> = toIds(askedNames);
export const fixedIds: ReadonlyMap<string, number> = toIds(fixedNames);

function toIds(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
