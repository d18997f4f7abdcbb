// What is filled in so far, as a reader of the site sees it: for paper and for the projector.

const element = (name, className, ...parts) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...parts);
  return made;
};

const paragraphs = (text) =>
  text
    .trim()
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map((part) => element("p", "", part.replace(/\s*\n\s*/g, " ")));
const isEmpty = (value) => (typeof value === "string" ? value.trim() === "" : value.length === 0);

function answer(row, value, words) {
  if (isEmpty(value)) return [element("p", "empty", words.not_filled_in)];
  if (typeof value === "string") return paragraphs(value);
  return [element("ul", "", ...value.map((text) => element("li", "", text)))];
}

function table(spec, value, words, entryName) {
  const rows = value.filter(({ fields }) => Object.values(fields).some((field) => !isEmpty(field)));
  if (!rows.length) return [element("p", "empty", words.not_filled_in)];
  const name = (entry, i) => [element("span", "entry-number", entryName(spec, i)), " ", entry.fields[spec.item.key]];
  if (spec.layout === "rows") {
    const head = element("tr", "", ...[spec.item, ...spec.rows].map((row) => element("th", "", row.label)));
    for (const cell of head.children) cell.scope = "col";
    const body = rows.map(({ fields }) => {
      const first = element("th", "", fields[spec.item.key]);
      first.scope = "row";
      return element("tr", "", first, ...spec.rows.map((row) => element("td", "", ...answer(row, fields[row.key], words))));
    });
    return [element("table", "", element("thead", "", head), element("tbody", "", ...body))];
  }
  if (spec.rows.some((row) => row.kind === "list")) {
    return [
      element(
        "div",
        "beside",
        ...rows.map((entry, i) =>
          element(
            "section",
            "beside__entry",
            element("h4", "", ...name(entry, i)),
            ...spec.rows.flatMap((row) => [element("h5", "", row.label), ...answer(row, entry.fields[row.key], words)]),
          ),
        ),
      ),
    ];
  }
  const head = element("tr", "", element("td"), ...rows.map((entry, i) => element("th", "", ...name(entry, i))));
  for (const cell of head.querySelectorAll("th")) cell.scope = "col";
  const body = spec.rows.map((row) => {
    const first = element("th", "", row.label);
    first.scope = "row";
    return element("tr", "", first, ...rows.map(({ fields }) => element("td", "", ...answer(row, fields[row.key], words))));
  });
  return [
    element(
      "div",
      `table-region${rows.length > 4 ? " table-region--wide" : ""}`,
      element("table", "columns", element("thead", "", head), element("tbody", "", ...body)),
    ),
  ];
}

/** One question with its answer. */
function field(spec, value, words, entryName) {
  const question = element("h3", "", [spec.question ?? spec.label, spec.second_question].filter(Boolean).join(" "));
  const shown = spec.kind === "table" ? table(spec, value, words, entryName) : answer(spec, value, words);
  return element("div", `field field--${spec.path.split(".").at(-1)}`, question, ...shown);
}

/** One step as it is filled in. */
function stepOf(definition, step, i, values, words, entryName) {
  const head = element(
    "div",
    "step__head",
    element("h2", "", element("span", "step__number", String(i + 1)), " ", step.title),
    element("p", "step__question", step.question),
  );
  const own = definition.specs.filter((spec) => spec.step === step.key);
  return element("section", "step", head, element("div", "step__body", ...own.map((spec) => field(spec, values.get(spec.path), words, entryName))));
}

/** The screens of a conversation: each step with its question and what is filled in so far. */
export const screensOf = (definition, steps, ...rest) =>
  steps.map((step, i) => ({ title: step.title, step: i, content: stepOf(definition, step, i, ...rest) }));

/** The whole canvas as it is filled in. */
export function filled(definition, steps, values, words, entryName) {
  const whole = element("article", "case", element("h1", "", values.get("title") || words.untitled));
  steps.forEach((step, i) => whole.append(stepOf(definition, step, i, values, words, entryName)));
  const story = values.get("verhaal");
  if (story?.trim())
    whole.append(element("section", "step", element("div", "step__head", element("h2", "", words.story)), element("div", "step__body", ...paragraphs(story))));
  return whole;
}
