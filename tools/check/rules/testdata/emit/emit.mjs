// Writes the front matter on standard input again in every way of the npm packages yaml and js-yaml, as JSON: {"name": "text"}. Exits with 3 when neither is there.
import { readFileSync } from "node:fs";

const front = readFileSync(0, "utf8");
const out = {};
try {
  const { default: yaml } = await import("yaml");
  const value = yaml.parse(front);
  for (const [name, options] of Object.entries({
    "yaml": {}, "yaml folded": { defaultStringType: "BLOCK_FOLDED" }, "yaml in single quotes": { defaultStringType: "QUOTE_SINGLE" },
    "yaml in double quotes": { defaultStringType: "QUOTE_DOUBLE" }, "yaml without indentation": { indentSeq: false }, "yaml in brackets": { collectionStyle: "flow" },
    "yaml, narrow": { lineWidth: 30 }, "yaml, deep": { indent: 4 },
  })) out[name] = yaml.stringify(value, options);
  out["JSON"] = `${JSON.stringify(value, null, 2)}\n`;
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
}
try {
  const module = await import("js-yaml");
  const yaml = module.default ?? module;
  const value = yaml.load(front);
  for (const [name, options] of Object.entries({
    "js-yaml": {}, "js-yaml, sorted": { sortKeys: true }, "js-yaml without indentation": { noArrayIndent: true }, "js-yaml in quotes": { forceQuotes: true },
    "js-yaml in brackets": { flowLevel: 3 }, "js-yaml on one line": { lineWidth: -1 },
  })) out[name] = yaml.dump(value, options);
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
}
if (Object.keys(out).length === 0) process.exit(3);
process.stdout.write(JSON.stringify(out));
