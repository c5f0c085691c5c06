// Answers put together from parts: declared by `answers`, made by `merge`.
export { answers } from "./answers.ts";
export { merge } from "./merge.ts";
export { optional, type OptionalPart, type Part } from "./optional.ts";
