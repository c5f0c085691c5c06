// Reads JSON of unknown shape.

/** An object with members of any type. */
export type Json = Readonly<Record<string, unknown>>;

/** Returns true for an object that is not a list. */
export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses `text`. Returns `undefined` if it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
