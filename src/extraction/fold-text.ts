/** Lower case without accents, so that words compare as people read them: `Straße` and `STRASSE`, `Güter` and `Guter`. */
export function foldText(text: string): string {
  // Most words are plain, and taking letters apart costs more than looking.
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase();
}

/** Letters and digits only: `Invoice-No.:` → `invoiceno`. */
export function squashText(text: string): string {
  const folded = foldText(text);
  return /^[a-z0-9]*$/.test(folded) ? folded : folded.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The words of a key or phrase, parted at case and punctuation: `PermanentStreetAddress` → permanent street address. */
export function nameWords(text: string): readonly string[] {
  const parted = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2');
  return foldText(parted)
    .split(/[^\p{L}\p{N}#%$]+/u)
    .filter((word) => word !== '');
}
