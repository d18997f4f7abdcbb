// Texts as the fields of the form hold them.

/**
 * A text as a field can hold it: lines end in \n, and what no file may hold is gone.
 * @param {string} text
 */
export const clean = (text) =>
  text
    .replace(/\r\n?|[\x85\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]/g, "")
    .toWellFormed();

/**
 * A list of texts as the lines of a field: a text of more lines stands on one.
 * @param {string[]} texts
 */
export const linesOf = (texts) => texts.map((text) => text.replace(/\s*\n\s*/g, " ")).join("\n");

/**
 * The lines of a field as a list of texts. What had more lines in the old list and is unchanged, stays as it was.
 * @param {string} lines
 * @param {string[]} old
 */
export function listOf(lines, old) {
  const rest = [...old];
  return lines
    .split("\n")
    .map((line) => line.replace(/^\s*[-•*]\s+/, "").trim())
    .filter(Boolean)
    .map((line) => {
      const at = rest.findIndex((before) => linesOf([before]) === line);
      return at < 0 ? line : rest.splice(at, 1)[0];
    });
}

/**
 * Where the signs of a text stand: all that is no white space, nor a dash that opens a line of a list.
 * @param {string} text
 * @param {boolean} list
 */
export function signsIn(text, list) {
  const bare = list ? text.replace(/^[^\S\n]*[-•*](?=[^\S\n])/gm, (dash) => " ".repeat(dash.length)) : text;
  /** @type {number[]} */
  const places = [];
  for (let i = 0; i < bare.length; i++) if (/\S/.test(bare[i])) places.push(i);
  return places;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/**
 * How the canvas names an entry: Speler A, Keuze 1.
 * @param {{ item: { label: string, numbering?: string } }} spec
 * @param {number} i
 */
export const entryName = ({ item }, i) => `${item.label} ${item.numbering === "letters" && i < LETTERS.length ? LETTERS[i] : i + 1}`;
