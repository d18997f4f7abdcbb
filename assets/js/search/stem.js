// The stem of a word in Dutch and in English, after the published algorithms of Snowball (snowballstem.org: Dutch by Porter, English Porter2). The index
// is made with those of a library in Go; a test holds both against each other for every word of the site. Words are small letters without accents.

/**
 * Where the parts R1 and R2 of a word begin: behind the first consonant behind a vowel, and the same again.
 * @param {string} word
 * @param {RegExp} vowel
 * @param {number} [skip]  where R1 begins if that is known
 */
function regions(word, vowel, skip) {
  /** @param {number} from */
  const next = (from) => {
    let i = from;
    while (i < word.length && !vowel.test(word[i])) i++;
    while (i < word.length && vowel.test(word[i])) i++;
    return i < word.length ? i + 1 : word.length;
  };
  const first = skip ?? next(0);
  return [first, next(first)];
}

/** @param {string} form */
function dutch(form) {
  const vowel = /[aeiouyè]/;
  let word = form.replace(/^y/, "Y");
  for (let i = 0; i < word.length - 1; i++) {
    if (!vowel.test(word[i])) continue;
    if (word[i + 1] === "y") word = `${word.slice(0, i + 1)}Y${word.slice(i + 2)}`;
    else if (word[i + 1] === "i" && vowel.test(word[i + 2] ?? "")) word = `${word.slice(0, i + 1)}I${word.slice(i + 2)}`;
  }
  const [r1, r2] = regions(word, vowel);
  const first = Math.max(r1, 3);
  let hadE = false;
  /** The ending that a word has, the longest that fits. @param {RegExp} endings */
  const ending = (endings) => endings.exec(word)?.[0];
  /** @param {number} n */
  const before = (n) => word.slice(0, word.length - n);
  const undouble = () => {
    if (/(dd|kk|tt)$/.test(word)) word = before(1);
  };
  const dropEn = (/** @type {number} */ n) => {
    const rest = before(n);
    if (rest.length < first || !/[^aeiouyè]$/.test(rest) || rest.endsWith("gem")) return;
    word = rest;
    undouble();
  };
  const dropE = () => {
    hadE = false;
    const rest = before(1);
    if (!word.endsWith("e") || rest.length < first || !/[^aeiouyè]$/.test(rest)) return;
    word = rest;
    hadE = true;
    undouble();
  };

  const one = ending(/(heden|ene|en|se|s)$/);
  const rest = before(one?.length ?? 0);
  if (one === "heden") {
    if (rest.length >= first) word = `${rest}heid`;
  } else if (one === "ene" || one === "en") dropEn(one.length);
  else if (one && rest.length >= first && /[^aeiouyèj]$/.test(rest)) word = rest;

  dropE();

  if (word.endsWith("heid") && word.length - 4 >= r2 && !word.endsWith("cheid")) {
    word = before(4);
    if (word.endsWith("en")) dropEn(2);
  }

  const three = ending(/(end|ing|ig|lijk|baar|bar)$/);
  if (three && word.length - three.length >= r2) {
    const left = before(three.length);
    if (three === "end" || three === "ing") {
      word = left;
      if (word.endsWith("ig") && word.length - 2 >= r2 && !word.endsWith("eig")) word = before(2);
      else undouble();
    } else if (three === "ig") {
      if (!left.endsWith("e")) word = left;
    } else if (three === "lijk") {
      word = left;
      dropE();
    } else if (three === "baar" || hadE) word = left;
  }

  if (/[^aeiouyè](aa|ee|oo|uu)[^aeiouyèI]$/.test(word)) word = word.slice(0, -2) + word.slice(-1);
  return word.replaceAll("Y", "y").replaceAll("I", "i");
}

const whole = new Map(
  "skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli singly:singl sky news howe atlas cosmos bias andes"
    .split(" ")
    .map((pair) => {
      const [word, stem] = pair.split(":");
      return [word, stem ?? word];
    }),
);
const second = new Map(
  (
    "tional:tion enci:ence anci:ance abli:able entli:ent izer:ize ization:ize ational:ate ation:ate ator:ate alism:al aliti:al alli:al fulness:ful ousli:ous " +
    "ousness:ous iveness:ive iviti:ive biliti:ble bli:ble ogi:og fulli:ful lessli:less li:"
  )
    .split(" ")
    .map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
);
const third = new Map(
  "tional:tion ational:ate alize:al icate:ic iciti:ic ical:ic ful: ness: ative:".split(" ").map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
);
const fourth = new Set("al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion".split(" "));

/** @param {string} form */
function english(form) {
  const known = whole.get(form);
  if (known || form.length < 3) return known ?? form;
  const vowel = /[aeiouy]/;
  let word = form.replace(/^y/, "Y");
  for (let i = 1; i < word.length; i++) if (word[i] === "y" && vowel.test(word[i - 1])) word = `${word.slice(0, i)}Y${word.slice(i + 1)}`;
  const [r1, r2] = regions(word, vowel, /^(gener|commun|arsen)/.exec(word)?.[0].length);
  const short = () => /([^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy])$/.test(word);
  /** @param {Iterable<string>} endings */
  const longest = (endings) => [...endings].filter((end) => word.endsWith(end)).sort((a, b) => b.length - a.length)[0] ?? "";
  /** @param {string} end @param {number} from */
  const lies = (end, from) => end !== "" && word.length - end.length >= from;
  /** @param {string} end @param {string} [by] */
  const replace = (end, by = "") => {
    word = word.slice(0, word.length - end.length) + by;
  };

  const plural = longest(["sses", "ied", "ies", "us", "ss", "s"]);
  if (plural === "sses") replace("es");
  else if (plural === "ied" || plural === "ies") replace(plural, word.length > 4 ? "i" : "ie");
  else if (plural === "s" && vowel.test(word.slice(0, -2))) replace("s");
  if (/^(inning|outing|canning|herring|earring|proceed|exceed|succeed)$/.test(word)) return word;

  const past = longest(["eedly", "eed", "edly", "ed", "ingly", "ing"]);
  if (past.startsWith("eed")) {
    if (lies(past, r1)) replace(past, "ee");
  } else if (past && vowel.test(word.slice(0, word.length - past.length))) {
    replace(past);
    if (/(at|bl|iz)$/.test(word)) word += "e";
    else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = word.slice(0, -1);
    else if (word.length === r1 && short()) word += "e";
  }
  word = word.replace(/(?<=.[^aeiouy])[yY]$/, "i");

  const two = longest(second.keys());
  if (lies(two, r1) && (two !== "ogi" || word.endsWith("logi")) && (two !== "li" || /[cdeghkmnrt]li$/.test(word))) replace(two, second.get(two));
  const three = longest(third.keys());
  if (lies(three, three === "ative" ? Math.max(r1, r2) : r1)) replace(three, third.get(three));
  const four = longest(fourth);
  if (lies(four, r2) && (four !== "ion" || /[st]ion$/.test(word))) replace(four);
  if (word.endsWith("e")) {
    const kept = word;
    replace("e");
    if (!(word.length >= r2 || (word.length >= r1 && !short()))) word = kept;
  } else if (word.endsWith("ll") && word.length - 1 >= r2) word = word.slice(0, -1);
  return word.replaceAll("Y", "y");
}

/** @type {Record<string, (form: string) => string>} */
const stemmers = {
  // Of huizen and brieven the algorithm makes huiz and briev.
  nl: (form) => dutch(form).replace(/(?<=..)[zv]$/, (last) => (last === "z" ? "s" : "f")),
  en: english,
};

/**
 * What makes the stem of a word in a language.
 * @param {string} language
 * @param {Record<string, string>} irregular  the stems that no rule gives
 */
export function stemmer(language, irregular) {
  const run = stemmers[language] ?? ((form) => form);
  /** @type {Map<string, string>} */
  const known = new Map(Object.entries(irregular));
  return (/** @type {string} */ form) => {
    let stem = known.get(form);
    if (stem === undefined) known.set(form, (stem = run(form)));
    return stem;
  };
}
