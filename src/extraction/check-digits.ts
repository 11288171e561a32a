/** Check digits of numbers that carry one. Each takes the text as printed and answers whether it holds. */

/** ISO 13616: `DE89 3704 0044 0532 0130 00`. */
export function isIban(text: string): boolean {
  const compact = text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false;
  return remainder97(compact.slice(4) + compact.slice(0, 4)) === 1;
}

function remainder97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const digits = /\d/.test(character) ? character : String(character.charCodeAt(0) - 55);
    for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

/** ISO 7812 (cards, many member numbers). */
export function hasLuhnDigit(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 8) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 6166: `DE0005557508`. Letters count as two digits, then Luhn. */
export function isIsin(text: string): boolean {
  const compact = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}[A-Z0-9]{9}\d$/.test(compact)) return false;
  return hasLuhnDigit(
    [...compact]
      .map((character) => (/\d/.test(character) ? character : character.charCodeAt(0) - 55))
      .join(''),
  );
}

/** ICAO 9303 machine-readable zones: two lines of 44 or 36 signs, or three of 30; checks the digits of its numbers. */
export function isMachineReadableZone(lines: readonly string[]): boolean {
  const compact = lines.map((line) => line.replace(/\s/g, '').toUpperCase());
  const second = compact[1];
  if (second === undefined || !compact.every((line) => /^[A-Z0-9<]+$/.test(line))) return false;
  if (compact.length === 3 && compact.every((line) => line.length === 30)) {
    const first = compact[0]!;
    return (
      holds(first.slice(5, 14), first[14]!) &&
      holds(second.slice(0, 6), second[6]!) &&
      holds(second.slice(8, 14), second[14]!)
    );
  }
  if (compact.length !== 2 || ![44, 36].includes(second.length)) return false;
  return (
    holds(second.slice(0, 9), second[9]!) &&
    holds(second.slice(13, 19), second[19]!) &&
    holds(second.slice(21, 27), second[27]!)
  );
}

function holds(text: string, digit: string): boolean {
  const weights = [7, 3, 1];
  const sum = [...text].reduce((total, character, index) => {
    const value =
      character === '<' ? 0 : /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55;
    return total + value * weights[index % 3]!;
  }, 0);
  return String(sum % 10) === digit;
}
