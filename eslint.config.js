import js from "@eslint/js";

export default [
  { ignores: [".cache/", "node_modules/", "public/", "resources/"] },
  js.configs.recommended,
  {
    files: ["**/*.js", "**/*.mjs"],
    rules: {
      "no-undef": "off", // tsc knows what there is, in a page and in a worker
      "no-control-regex": "off", // some of them must be found
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-shadow": "error",
      "no-promise-executor-return": "error",
      "no-self-compare": "error",
      "no-unmodified-loop-condition": "error",
      "no-unreachable-loop": "error",
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "array-callback-return": "error",
      "default-case-last": "error",
      "no-implicit-coercion": ["error", { allow: ["!!"] }],
      "no-param-reassign": "error",
      "no-throw-literal": "error",
      "require-atomic-updates": "error",
    },
  },
];
