// JSON Schemas for the OpenAPI document, made from the zod schemas that validate. A schema with a name is written once.
import * as z from "zod";

/** A piece of JSON. */
export type Json = Record<string, unknown>;

/** Whether a schema is what a route takes in or what it gives out. */
type Direction = "input" | "output";

/** The schemas of one document. */
export class Schemas {
  readonly #named = { input: z.registry<{ id: string }>(), output: z.registry<{ id: string }>() };

  /** Gives `schema` a name, unless it has one, which generated clients know its type by. */
  name(io: Direction, id: string, schema: z.ZodType): void {
    if (!this.#named[io].has(schema)) this.#named[io].add(schema, { id });
  }

  /** The JSON Schema of `schema`, or the place where it stands. */
  of(io: Direction, schema: z.ZodType): Json {
    const name = this.#named[io].get(schema)?.id;
    return name === undefined ? bare(z.toJSONSchema(schema, { io, ...dialect })) : { $ref: placeOf(name) };
  }

  /** Every schema that has a name. */
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
    // The bounds of any whole number in JavaScript say nothing about this one.
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const;

/** The document names its dialect once; a component's place is its name. */
function bare({ $schema: _dialect, $id: _place, ...schema }: Json): Json {
  return schema;
}

function placeOf(name: string): string {
  return `#/components/schemas/${name}`;
}
