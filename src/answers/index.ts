// Merged answers: `answers` declares one, `merge` makes it.
export { answers } from "./answers.ts";
export { merge } from "./merge.ts";
export { optional, type OptionalPart, type Part } from "./optional.ts";
