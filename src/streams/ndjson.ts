// Newline-delimited JSON: a value per line, so that a reader can act on each as it comes.
import { oneLine } from "./one-line.ts";
import { jsonText } from "./write-json.ts";

/** The types that name it, the most common first: none is registered. */
export const ndjsonTypes = [
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
] as const;

/** `value` as one whole line, its end included. Members of it may be `RawJson`. */
export function ndjsonLine(value: unknown): string {
  return `${oneLine(jsonText(value))}\n`;
}

/** White space that may stand between two lines: the JSON of the next one may begin with it. */
export const NDJSON_SPACE = " ";
