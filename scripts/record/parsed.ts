// JSON as a recording keeps it: with every number as the upstream wrote it.
import { mayChangeNumbers, parseKeepingNumbers } from "../../src/streams/kept-numbers.ts";
import { parseJson } from "../../src/streams/parse-json.ts";

/** Parses `text` and keeps its numbers; `undefined` if it is not JSON, or nests past 1,000 levels. */
export function parsed(text: string): unknown {
  try {
    const value = parseJson(text);
    return mayChangeNumbers(text) ? parseKeepingNumbers(text) : value;
  } catch {
    return undefined;
  }
}

/** Whether a parsed value is a number that JavaScript would write differently. */
export function isKeptNumber(value: unknown): boolean {
  // TypeScript's library does not know it yet.
  return (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON(value);
}
