// Newline-delimited JSON: a value per line, so that a reader can act on each as it comes.

/** The types that name it, the most common first: none is registered. */
export const ndjsonTypes = [
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
] as const;

/** `value` as one whole line, its end included. JSON text holds no line break of its own. */
export function ndjsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** White space that may stand between two lines: the JSON of the next one may begin with it. */
export const NDJSON_SPACE = " ";
