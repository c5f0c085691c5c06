// Turns the zod schemas of routes into JSON Schemas for the OpenAPI document. A named schema is written once.
import * as z from "zod";

/** A piece of JSON. */
export type Json = Record<string, unknown>;

/** `input` for what a route receives, `output` for what it answers. */
type Direction = "input" | "output";

/** The schemas of one document. */
export class Schemas {
  readonly #named = { input: z.registry<{ id: string }>(), output: z.registry<{ id: string }>() };

  /** Gives `schema` its name in generated clients, unless it has one. */
  name(io: Direction, id: string, schema: z.ZodType): void {
    if (!this.#named[io].has(schema)) this.#named[io].add(schema, { id });
  }

  /** Returns the JSON Schema of `schema`, or a reference to it. */
  of(io: Direction, schema: z.ZodType): Json {
    const name = this.#named[io].get(schema)?.id;
    return name === undefined ? bare(z.toJSONSchema(schema, { io, ...dialect })) : { $ref: placeOf(name) };
  }

  /** All schemas with names. */
  get components(): Record<string, Json> {
    return { ...this.#components("input"), ...this.#components("output") };
  }

  #components(io: Direction): Record<string, Json> {
    const { schemas } = z.toJSONSchema(this.#named[io], { io, ...dialect, uri: placeOf });
    return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
  }
}

const dialect = {
  unrepresentable: "any",
  override({ jsonSchema }: { jsonSchema: { maximum?: unknown; minimum?: unknown } }): void {
    // These are the bounds of every whole number in JavaScript, so they say nothing here.
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const;

/** Removes `$schema`, because the document names its dialect once, and `$id`, because the name is the id. */
function bare({ $schema: _dialect, $id: _place, ...schema }: Json): Json {
  return schema;
}

function placeOf(name: string): string {
  return `#/components/schemas/${name}`;
}
