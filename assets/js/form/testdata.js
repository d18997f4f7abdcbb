// What the tests of the form share: the definition of a dilemma as the page gets it, front matter as people write it, and mutations of it that are the
// same for the same seed.

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

const root = new URL("../../../", import.meta.url);
/** @param {string} name */
const read = (name) => readFileSync(new URL(name, root), "utf8");

/**
 * The definition, made of data/canvas.yaml as layouts/_partials/fn/form/definition.html makes it.
 * @returns {{ edition: string, specs: import("./values.js").Spec[] }}
 */
export function definitionData() {
  const canvas = parse(read("data/canvas.yaml"));
  const specs = [];
  for (const field of canvas.front_matter) {
    if (field.kind === "canvas") {
      for (const step of canvas.steps) for (const own of step.fields) specs.push({ ...own, path: `canvas.${step.key}.${own.key}`, step: step.key });
    } else if (field.kind === "group") {
      for (const own of field.fields) specs.push({ ...own, path: `${field.key}.${own.key}`, later: field.later });
    } else specs.push({ ...field, path: field.key });
  }
  for (const spec of specs) if (spec.item) spec.item = { ...spec.item, kind: "text" };
  return { edition: canvas.edition, specs };
}

/** Files to begin with: the dilemmas of the casebook, an empty dilemma, and one file in every notation of YAML. */
export function files() {
  const folder = new URL("content/dilemmas/", root);
  const names = readdirSync(folder).filter((name) => name.endsWith(".md") && !name.startsWith("_index"));
  const archetype = read("archetypes/dilemma.md")
    .replace(/\{\{ printf "%q".*\}\}/, '"Proef"')
    .replace(/\{\{ printf "%.10s".*\}\}/, "2026-03-12");
  return [...names.map((name) => readFileSync(new URL(name, folder), "utf8")), archetype, archetype, notations, notations, notations];
}

const notations = `---
# opmerking boven
title: 'Mag het ''nu'' al: ja of nee?'  # opmerking achter
"date": 2026-03-12
draft: True
editie: "2022-10"
herkomst: ~
themas: [ juridisch, "privacy" , 'timing' ] # drie
woo_gronden: [
  5.1.2e, # een
  "5.2"
  ]
eigen veld: {een: 1, twee: [a, b], "drie": {vier: 'x, y'}, vijf: }
getal: 012
nul: null
canvas:

  kennismaken: # stap 1
    dilemma: >-  # gevouwen
      Een regel
      en nog een.

        dieper

      einde
    waarom_nu: "een \\"citaat\\" en \\u00e9\\
      \\ verder
      door

      nieuw"
  verkennen:
    spelers:
    - speler: Wethouder
      standpunten_en_emoties: Een tekst
        die doorgaat op
        de volgende regel  # tot hier
      extra: [1, 2.50, true]
    # tussen
    -   speler: 'Raad
          van beheer'
        belangen_en_waarden: |+
          a

          b

    - {speler: Burger, rechten_en_voorkeuren: "x: y"}
    gedeelde_vraag: |2-
        ingesprongen
      tekst
  afwegen:
    keuzes:
      - keuze: Nu
        voordelen:
          - Snel, en # niet dit
          - "Duidelijk: ja"
          -
            open
        nadelen: []
      -
        keuze: Later
        nadelen:
        - - a
          - b
        - x#y
    conclusie: http://voorbeeld.nl/#kop
  kiezen: {keuze: we wachten, hoe_nu_verder: "morgen
      verder"}
toestemming:
  eigenaar: FALSE
  deelnemers:
aliases:
- /a/
- /b/
---

Het verhaal.
`;

/**
 * Numbers that look random and are the same for the same seed (mulberry32).
 * @param {number} seed
 */
export function random(seed) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    /** A whole number from 0 up to below n. @param {number} n */
    below: (n) => Math.floor(next() * n),
    /** @template T @param {ArrayLike<T>} list */
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}

const characters = [
  ..."\u2028\u2029\u0085\r\t\ufeff\0\x07\x1b\x7f\x80\x9f\u00a0\u200b\u200e\u3000\ud800\udc00\ufffe\u00ad",
  ..."\"'#:-?,[]{}&*!|>%@`\\~=<+./_()",
  ...": ,- ,# , #,: , :,''".split(","),
  '""',
  "\\u2028",
  "\\x41",
  "\\q",
  "\\",
  "\r\n",
  "\n\n",
  "\n ",
  "  ",
  "🙂",
  "é",
];

const values = [
  ..."''|\"\"|a: b|a:b|a:|: a|a #b|a# b|#|# x|- a|-a|-|--|---|...|? a|?a|?|[a, b]|[a, b|[a b]]|[a, [b, {c: d}]]|[a: b]|[a:b]|[,]|[a,,b]|[]|[ ]|{}|{a: b}|{a: b|{a, b}|{a: b, a: c}|{a:b}|{\"a\":b}|{'a': b}|{a: }|{a}|{? a : b}|{a: [b}]|[a]b|[a] b|{a: b}#c|{a: b} # c|{[a]: b}".split(
    "|",
  ),
  ...`|  >  |-  >-  |+  >+  |2  >1  |0  |10  |-2  |2-  |--  |x  | # x  |#x  >x`.split("  "),
  ..."&a b;*a;&a;<<: *a;!!str b;! b;!x;@a;`a;%a;~;null;Null;nULL;NULL;true;True;tRue;FALSE;yes;No;on;off;y;0;-0;+1;1.0;1.;.5;1e3;1E+3;0x1F;0o17;017;1_000;.inf;-.INF;.nan;2026-02-30;2026-3-1;12:30:45;190:20:30;=;<<;9007199254740993;12345678901234567890;1e400;0.1;1.10".split(
    ";",
  ),
  ...'"a|"a"b|"a" b|"a"#b|"a" #b|\'a|\'a\'b|\'a\'\'|"a\\nb"|"\\x4"|"\\u12G4"|"\\U0001F642"|"\\U00110000"|"\\ud83d\\ude42"|"\\ud800"|"\\/"|"\\_"|"\\L\\P\\N"|"\\0"|"\\ "|"\\\t"|"\\\'"|"a\\"|"a": b|"a" : b|\'a\': b|"a":b|"a\\": b'.split(
    "|",
  ),
  "'a\n\n  b'",
  '"a\\\n  b"',
  '"a \\\n\n   \\ b"',
  '"a\n b\n"',
  "a\n  b",
  "a\n\n\n   b # c\n   d",
  "a\n  # b\n  c",
  "a\n  b: c",
  "[a,\n  b,\n\n  c # d\n  ]",
  "[a\n  b]",
  "[a,\nb]",
  "{a: b,\n  c:\n  d}",
  "{a\n  : b}",
  "|\n   a\n  b",
  "|\n\n    a\n   b\n",
  "|1\n a\n  b",
  "|3\n  a",
  ">\n   a\n    b\n   c\n\n\n   d\n",
  ">\n\n  \n    a\n",
  "|\n# a\n  b",
  "|\n  # a\n b",
  "|+\n\n\n",
  "|-\n     \n  a",
  "|\n  a\n\n # b\n",
  "\n  - a\n  -\n  - b: c\n    d: e",
  "\n  - - a\n    - b\n  -   - c",
  "\n  ? a\n  : b",
  "\n  a: b\n   c: d",
  "\n  a: b\n c: d",
  "\n  a",
  "\n  'a'",
  "\n  'a': b",
  "\n  |\n  a",
  "\n  [a]",
  "\n  # x\n  {a: b}",
  "\n- a\n- b",
  "\n - a\n  - b",
  "\n  - a\n - b",
  "\n  -a",
  "\n  - a: b\n     c: d",
  "\n  - 'a': b\n    c: d",
  "\n  - |\n    a\n  - >\n   b",
  "\n  - # x\n    a: b",
  "\n  - a\n    b",
  "\n  - a:\n    - b\n    c: d",
];

const remarks = ["# een opmerking", " # een opmerking", "#", "   ", "", "\t", " \t# x", "--- ", "...", "%YAML 1.2", "--- x", "  # x: y"];

/**
 * A file with some faults and other notations in it.
 * @param {string} file
 * @param {ReturnType<typeof random>} chance
 */
export function mutated(file, { below, pick }) {
  let text = file;
  for (let times = 1 + below(4); times > 0; times--) {
    const lines = text.split("\n");
    const close = lines.findIndex((line, i) => i > 0 && line.startsWith("---"));
    const row = 1 + below(Math.max(1, close - 1));
    const line = lines[row] ?? "";
    const colon = line.indexOf(":");
    switch (below(15)) {
      case 0:
      case 1: {
        const place = below(line.length + 1);
        lines[row] = line.slice(0, place) + pick(characters) + line.slice(place);
        break;
      }
      case 2: {
        const place = below(line.length);
        lines[row] = line.slice(0, place) + line.slice(place + 1 + below(2));
        break;
      }
      case 3:
      case 4:
      case 5: {
        // Another value behind the key or dash, its lines below it as deep as they stand there.
        const head = colon >= 0 ? line.slice(0, colon + 1) : line.replace(/-( .*)?$/, "-");
        const pad = " ".repeat(line.length - line.trimStart().length);
        lines[row] = `${head} ${pick(values)}`.replaceAll("\n", `\n${pad}`);
        break;
      }
      case 6:
        lines[row] = pick([" ", "  ", "   ", "\t", "\u00a0", "      "]) + line;
        break;
      case 7:
        lines[row] = line.slice(1 + below(3));
        break;
      case 8:
        lines.splice(row, 0, lines[1 + below(Math.max(1, close - 1))]);
        break;
      case 9:
        lines.splice(row, 1);
        break;
      case 10:
        lines.splice(row, 2, `${line}${pick(["", " ", "  "])}${lines[row + 1] ?? ""}`);
        break;
      case 11: {
        const place = below(line.length + 1);
        lines[row] = `${line.slice(0, place)}\n${" ".repeat(below(9))}${line.slice(place)}`;
        break;
      }
      case 12:
        lines.splice(row, 0, " ".repeat(below(5)) + pick(remarks));
        break;
      case 13:
        lines[row] = line + pick(["  # achter", " #", "\t", " ", "#x", " \u00a0", "\r", ":", " |", " >-"]);
        break;
      case 14:
        if (below(4) === 0) return lines.join("\r\n");
        if (below(8) === 0) return `\ufeff${text}`;
        lines[row] = colon >= 0 ? `${line.slice(0, colon + 1)} ${pick(["|", ">", "|-", ">+", "|2", ">1-", "|\u2028", "| #x"])}${pick(["", "", " # x"])}` : line;
    }
    text = lines.join("\n");
  }
  return text;
}
