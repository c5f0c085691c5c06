// Writes JSON in pieces, so that a large answer is never in memory twice.
import { RawJson } from "./raw-json.ts";

/** A piece of JSON text. */
export type JsonPiece = string | RawJson;

/**
 * Yields the JSON of `value` in pieces. The text is the same as that of `JSON.stringify`, with each `RawJson`
 * unchanged. Each piece is made when it is pulled.
 *
 * `levels` is the number of levels of lists and records to take apart. Use 0 for a record whose members may be
 * `RawJson`, and 2 for a record with a list of such records.
 */
export function* writeJson(value: unknown, levels: number): Generator<JsonPiece, void, undefined> {
  if (value instanceof RawJson) yield value;
  else if (!isContainer(value) || (levels === 0 && !hasRaw(value))) yield JSON.stringify(value) ?? "null";
  else yield* Array.isArray(value) ? writeList(value, levels - 1) : writeRecord(value, levels - 1);
}

/** Returns the JSON of `value` as one text. */
export function jsonText(value: unknown, levels = 0): string {
  let text = "";
  for (const piece of writeJson(value, levels)) text += textOf(piece);
  return text;
}

/** Returns the text of a piece. */
export function textOf(piece: JsonPiece): string {
  return typeof piece === "string" ? piece : piece.text;
}

function* writeList(list: readonly unknown[], levels: number): Generator<JsonPiece, void, undefined> {
  let before = "[";
  for (const item of list) {
    yield before;
    yield* writeJson(item, Math.max(0, levels));
    before = ",";
  }
  yield before === "[" ? "[]" : "]";
}

function* writeRecord(record: object, levels: number): Generator<JsonPiece, void, undefined> {
  let before = "{";
  for (const [key, member] of Object.entries(record) as [string, unknown][]) {
    if (member === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* writeJson(member, Math.max(0, levels));
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && !("toJSON" in value);
}

function hasRaw(record: object): boolean {
  return Object.values(record).some((member) => member instanceof RawJson);
}
