// The rules that hold without the rest of `dilemma check`: what a concept needs, and the personal data that shows by its form alone. Names, places and
// what together points at a person, only the whole check finds.

/**
 * Kinds of personal data: a pattern and, where the form alone says too little, a test of the digits.
 * @type {{ word: string, kind: string, pattern: RegExp, test?: (text: string) => boolean }[]}
 */
const kinds = [
  { word: "bad_email", kind: "e-mail", pattern: /(?<![\p{L}0-9._%+-])[\p{L}0-9._%+-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)*\.\p{L}{2,}/gu },
  { word: "bad_iban", kind: "iban", pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, test: isIBAN },
  { word: "bad_phone", kind: "telefoon", pattern: /(?<![\d.,])(?:\+31|0031|0)(?: ?\(0\))?(?:[ -]?\d){9}(?!\d)/g, test: isPhone },
  { word: "bad_bsn", kind: "bsn", pattern: /(?<![\d.,-])\d{4}[. ]?\d{2}[. ]?\d{3}(?![\d-])/g, test: isBSN },
  { word: "bad_address", kind: "postcode", pattern: /\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b/g },
  {
    word: "bad_name",
    kind: "naam",
    pattern: /(?<!\p{L})(?:[Dd]e heer|[Mm]eneer|[Mm]evrouw|[Mm]w\.|[Dd]hr\.|[Mm]evr\.) (?:(?:van|de|der|den|ten|ter|el)\s{1,9}){0,4}\p{Lu}[\p{L}'’-]+/gu,
  },
];

const FAR = 100_000; // characters of a text that are looked at: the whole check looks at all
const MOST = 100; // values found in a text: who reads that many has seen enough

/** @param {string} text */
const digitsOf = (text) => text.replace(/\D/g, "");

/**
 * Whether nine digits pass the test of the number of a citizen: their weighted sum divides by eleven.
 * @param {string} text
 */
function isBSN(text) {
  const digits = [...digitsOf(text)].map(Number);
  const sum = digits.reduce((total, digit, i) => total + digit * (i === 8 ? -1 : 9 - i), 0);
  return digits.length === 9 && new Set(digits).size > 1 && sum % 11 === 0;
}

/**
 * Whether a number divides as ISO 13616 says.
 * @param {string} text
 */
function isIBAN(text) {
  const code = text.replaceAll(" ", "");
  if (code.length < 15) return false;
  let rest = 0;
  for (const sign of code.slice(4) + code.slice(0, 4)) {
    for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/**
 * Whether digits are those of a Dutch telephone, and not all the same.
 * @param {string} text
 */
function isPhone(text) {
  const digits = digitsOf(text).replace(/^(?:0031|31)0?/, "0");
  return digits.length === 10 && !/^00/.test(digits) && new Set(digits.slice(1)).size > 1;
}

/**
 * The personal data in a text: at most a hundred values. word is what the form says of it; start and end are places in UTF-16.
 * @param {string} text
 */
export function personal(text) {
  /** @type {{ word: string, kind: string, text: string, start: number, end: number }[]} */
  const found = [];
  for (const { word, kind, pattern, test } of kinds) {
    for (const match of text.slice(0, FAR).matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (test && !test(match[0])) continue;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ word, kind, text: match[0], start, end });
      if (found.length === MOST) return found.sort((a, b) => a.start - b.start);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
