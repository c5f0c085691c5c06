// Newline-delimited JSON: a value per line, so that a reader can act on each as it comes.
import { oneLine } from "./one-line.ts";
import { jsonText } from "./write-json.ts";

/** `value` as one whole line, its end included. Members of it may be `RawJson`. */
export function ndjsonLine(value: unknown): string {
  return `${oneLine(jsonText(value))}\n`;
}
