// Reads and writes JSON numbers as their source text, because JavaScript numbers cannot hold all of them.
// https://tc39.es/proposal-json-parse-with-source/

/** The members of `JSON` that TypeScript's library does not have yet. */
interface SourceJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
}

const json = JSON as unknown as SourceJson;

/** Parses `text` and replaces each number by `numberOf(value, source)`. */
export function parseNumbers(text: string, numberOf: (value: number, source: string) => unknown): unknown {
  return json.parse(text, function revive(_key, value, { source }) {
    return typeof value === "number" && source !== undefined ? numberOf(value, source) : value;
  });
}

/** Returns a value that `JSON.stringify` writes as `source`. `source` must be a number. */
export function rawNumber(source: string): object {
  return json.rawJSON(source);
}
