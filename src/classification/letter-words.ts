/** How letters begin and end, in the languages of the library; folded, at the start of a line. */
export const salutationPattern =
  /^(dear|sehr geehrte|guten tag|liebe|hallo|madame|monsieur|chere?|estimad|muy senor|gentile|egregio|spettabile|geachte|beste|prezad|caro|exmo|szanown)/;
export const closingPattern =
  /^(sincerely|yours|very truly|kind regards|best regards|best wishes|regards|respectfully|cordially|mit freundlichen|hochachtungsvoll|cordialement|veuillez agreer|atentamente|saludos|cordiali saluti|distinti saluti|hoogachtend|met vriendelijke|atenciosamente|com os melhores|z powazaniem|med vanlig|med venlig)/;
