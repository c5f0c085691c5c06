// Newline-delimited JSON: one value in each line. A reader can use each value as it comes.
import { oneLine } from "./one-line.ts";
import { jsonText } from "./write-json.ts";

/** The media types of NDJSON, the most common first. None of them is registered. */
export const ndjsonTypes = [
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
] as const;

/**
 * Returns `value` as one line with its line end. Its members may be `RawJson`.
 *
 * @example ndjsonLine({ a: 1 }) // '{"a":1}\n'
 */
export function ndjsonLine(value: unknown): string {
  return `${oneLine(jsonText(value))}\n`;
}

/** White space to send between two lines. The JSON of the next line may begin with it. */
export const NDJSON_SPACE = " ";
