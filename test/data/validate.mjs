// Validates what a built site publishes for machines, with the validators of others: JSON-LD and SHACL, OpenAPI, JSON Schema. Prints a line for each thing that is wrong, and
// nothing else. Shapes in a folder that DILEMMA_SHAPES names, such as those of DCAT-AP-NL, are asked of the catalogue too.
//   node validate.mjs SITE
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Validator as OpenAPI } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import jsonld from "jsonld";
import { Parser } from "n3";
import SHACL from "rdf-validate-shacl";
import environment from "rdf-validate-shacl/src/defaultEnv.js";

const site = process.argv[2];
const shapes = join(dirname(fileURLToPath(import.meta.url)), "testdata");
const read = (...path) => JSON.parse(readFileSync(join(site, ...path), "utf8"));
const wrong = (...words) => console.log(words.join(": "));

/** A graph of the validator, of a text in Turtle or N-Quads. */
function graph(text, format = "Turtle") {
  const term = (t) =>
    t.termType === "NamedNode"
      ? environment.namedNode(t.value)
      : t.termType === "BlankNode"
        ? environment.blankNode(t.value)
        : environment.literal(t.value, t.language || environment.namedNode(t.datatype.value));
  const quads = new Parser({ format }).parse(text);
  return environment.dataset(quads.map((q) => environment.quad(term(q.subject), term(q.predicate), term(q.object))));
}

/** Reads JSON-LD, of which no part may be lost, and asks shapes of it. */
async function linked(name, ...files) {
  const data = graph(await jsonld.toRDF(read(...name.split("/")), { format: "application/n-quads", safe: true }), "N-Quads");
  if (data.size < 20) wrong(name, `only ${data.size} statements`);
  for (const file of files) {
    const report = await new SHACL(graph(readFileSync(file, "utf8"))).validate(data);
    for (const r of report.results) {
      if (r.severity?.value.endsWith("#Violation"))
        wrong(name, basename(file), r.focusNode?.value, r.path?.value, r.sourceConstraintComponent?.value.split("#")[1], r.value?.value ?? "");
    }
  }
}

const official = process.env.DILEMMA_SHAPES;
const more = official
  ? readdirSync(official)
      .filter((f) => f.includes("SHACL") && f.endsWith(".ttl"))
      .map((f) => join(official, f))
  : [];
await linked("catalog.jsonld", join(shapes, "catalogue.ttl"), ...more);
for (const file of readdirSync(join(site, "data"))) await linked(`data/${file}`, join(shapes, "vocabulary.ttl"));

const openapi = new OpenAPI();
const description = read("openapi.json");
for (const file of readdirSync(join(site, "schema"))) {
  const schema = read("schema", file);
  await openapi.addSpecRef(schema, schema.$id);
  await openapi.addSpecRef(structuredClone(schema), file); // as another schema refers to it
}
const { valid, errors } = await openapi.validate(description);
if (!valid) wrong("openapi.json", JSON.stringify(errors));

// strict is off for the keys that editors alone read.
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
for (const file of readdirSync(join(site, "schema"))) ajv.addSchema(read("schema", file));
function follows(...path) {
  const document = read(...path);
  const check = ajv.getSchema(document.$schema);
  if (!check) wrong(path.join("/"), `no schema ${document.$schema}`);
  else if (!check(document)) wrong(path.join("/"), ajv.errorsText(check.errors));
}
follows("dilemmas", "index.json");
follows("dilemmas", "casusboek.json");
for (const slug of readdirSync(join(site, "dilemmas"))) if (existsSync(join(site, "dilemmas", slug, "index.json"))) follows("dilemmas", slug, "index.json");
