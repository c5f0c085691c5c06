// The phrases of the OpenAPI document: what several routes take or answer, and JSON Schemas made from the schemas that validate.
import * as z from "zod";
import { MergedFailure, MergedLine, PartReport } from "../middleware/merged-answer.ts";
import { ProblemDocument } from "../middleware/problem.ts";
import { Outcome, Timing } from "../middleware/summary.ts";
import { GatherAnswer, GatherFailure, GatherLine, GatherReply, Result, TransformedAnswer } from "./gather-answer.ts";
import { GatherRequest, UpstreamRequest } from "./gather-request.ts";
import { HelloAnswer } from "./hello.ts";
import { ProbeAnswer, ProbeLine, ProbeResult } from "./probe-answer.ts";
import { ProbeRequest, ProbeTarget } from "./probe-request.ts";

/** A piece of JSON. */
export type Json = Record<string, unknown>;
type Direction = "input" | "output";

/** The problem of a merged answer that failed. */
export const MergedProblem = ProblemDocument.extend(MergedFailure.shape);
/** The problem of a failed `POST /gather`. */
export const GatherProblem = ProblemDocument.extend(GatherFailure.shape);

/** Schemas with a name, which generated clients know their types by. Any other is written out wherever it is used. */
const named = {
  input: registryOf({ GatherRequest, ProbeRequest, ProbeTarget, UpstreamRequest }),
  output: registryOf({
    GatherAnswer,
    GatherLine,
    GatherProblem,
    GatherReply,
    HelloAnswer,
    MergedLine,
    MergedProblem,
    Outcome,
    PartReport,
    ProbeAnswer,
    ProbeLine,
    ProbeResult,
    Problem: ProblemDocument,
    Result,
    Timing,
    TransformedAnswer,
  }),
};

/** Every schema with a name. */
export const components = (): Record<string, Json> => ({ ...componentsOf("input"), ...componentsOf("output") });

/** An answer in JSON. */
export function json(description: string, schema: z.ZodType): Json {
  return { description, content: { "application/json": { schema: schemaOf(schema, "output") } } };
}

/** Gives the schema of an answer a name, which generated clients know its type by. */
export function nameAnswer(answer: z.ZodType, id: string): void {
  named.output.add(answer, { id });
}

/** What a route refuses or fails with, by status. */
export function problems(descriptions: Readonly<Record<number, string>>, schema: z.ZodType = ProblemDocument): Json {
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => {
      const exact = { ...schemaOf(schema, "output"), properties: { status: { const: Number(status) } } };
      return [status, { description, content: { "application/problem+json": { schema: exact } } }];
    }),
  );
}

/** The parameters of a query. */
export function parametersOf(query: z.ZodObject): Json[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, "input"),
  }));
}

/** The JSON Schema of what `schema` takes in or gives out, or where it is to be found. */
export function schemaOf(schema: z.ZodType, io: Direction): Json {
  const name = named[io].get(schema)?.id;
  return name === undefined ? bare(z.toJSONSchema(schema, { io, ...dialect })) : { $ref: uriOf(name) };
}

function componentsOf(io: Direction): Record<string, Json> {
  const { schemas } = z.toJSONSchema(named[io], { io, ...dialect, uri: uriOf });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

const dialect = {
  unrepresentable: "any",
  override({ jsonSchema }: { jsonSchema: { maximum?: unknown; minimum?: unknown } }): void {
    // The bounds of any whole number in JavaScript say nothing of this one.
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const;

/** The document says once what all schemas are written in; a component's place is its name. */
function bare({ $schema: _dialect, $id: _place, ...schema }: Json): Json {
  return schema;
}

function uriOf(name: string): string {
  return `#/components/schemas/${name}`;
}

function registryOf(schemas: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  return registry;
}
