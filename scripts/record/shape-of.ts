// The shape of a body: which fields it has, and of which types.
import { isKeptNumber, parsed } from "./parsed.ts";
import type { RecordedBody } from "./recording.ts";

/** One field, or the items of one list. */
export interface Field {
  readonly types: ReadonlySet<string>;
  /** Whether some of the objects around it lack it. */
  readonly optional: boolean;
  /** The path of the object that it is a named member of. */
  readonly memberOf: string | undefined;
}

/** Fields by path: `results[].name`; the empty path is the body itself. */
export type Shape = ReadonlyMap<string, Field>;

/** Names such as dates and ids are data: all of them are one field, `*`. */
const DATA_NAME = /^\d/;

/** The shape of JSON, and of each line of a stream that is JSON. Other bodies have the type `text` or `bytes`. */
export function shapeOf(body: RecordedBody | undefined): Shape {
  const fields = new Map<string, Field>();
  const whole = { optional: false, memberOf: undefined };
  if (body === undefined) fields.set("", { types: new Set(["nothing"]), ...whole });
  else if ("json" in body) describe([body.json], "", whole, fields);
  else if ("lines" in body) describe([valuesOf(body.lines)], "", whole, fields);
  else fields.set("", { types: new Set(["text" in body ? "text" : "bytes"]), ...whole });
  return fields;
}

type Place = Omit<Field, "types">;

/** Describes all values that were found at `path`. */
function describe(values: readonly unknown[], path: string, place: Place, fields: Map<string, Field>): void {
  fields.set(path, { types: new Set(values.map(typeOf)), ...place });
  const items = values.filter((value) => Array.isArray(value)).flat();
  if (items.length > 0) describe(items, `${path}[]`, { optional: false, memberOf: undefined }, fields);
  const objects = values.filter((value): value is Record<string, unknown> => typeOf(value) === "object");
  for (const [name, members] of membersOf(objects)) {
    const isData = name === "*";
    const optional = !isData && members.length < objects.length;
    describe(
      members,
      path === "" ? name : `${path}.${name}`,
      { optional, memberOf: isData ? undefined : path },
      fields,
    );
  }
}

/** All values of each name, over all `objects`. */
function membersOf(objects: readonly Record<string, unknown>[]): Map<string, unknown[]> {
  const members = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      const name = DATA_NAME.test(key) ? "*" : key;
      const values = members.get(name);
      if (values === undefined) members.set(name, [value]);
      else values.push(value);
    }
  }
  return members;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return isKeptNumber(value) ? "number" : typeof value;
}

/** The JSON of NDJSON lines and of `data:` lines. */
function valuesOf(lines: readonly { readonly text: string }[]): unknown[] {
  return lines.map(({ text }) => parsed(text.replace(/^data: ?/, ""))).filter((value) => value !== undefined);
}
