// JSON by its source text: what numbers of JavaScript cannot hold can be read and written all the same.
// https://tc39.es/proposal-json-parse-with-source/

/** What TypeScript's library does not know of `JSON` yet. */
interface SourceJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
}

const json = JSON as unknown as SourceJson;

/** Parses `text`, with `numberOf(value, source)` in place of each number. */
export function parseNumbers(text: string, numberOf: (value: number, source: string) => unknown): unknown {
  return json.parse(text, function revive(_key, value, { source }) {
    return typeof value === "number" && source !== undefined ? numberOf(value, source) : value;
  });
}

/** A number that `JSON.stringify` writes as `source` says. */
export function rawNumber(source: string): object {
  return json.rawJSON(source);
}
