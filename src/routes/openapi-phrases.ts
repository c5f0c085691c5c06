// The phrases of the OpenAPI document: what several routes take or answer, and JSON Schemas made from the schemas that validate.
import * as z from "zod";
import { MergedFailure, MergedLine, PartReport } from "../middleware/merged-answer.ts";
import { ProblemDocument } from "../middleware/problem.ts";
import { Outcome, Timing } from "../middleware/summary.ts";
import { ndjsonTypes } from "../streams/ndjson.ts";
import { GatherAnswer, GatherFailure, GatherLine, GatherReply, Result, TransformedAnswer } from "./gather-answer.ts";
import { GatherRequest, UpstreamRequest } from "./gather-request.ts";
import { HelloAnswer } from "./hello.ts";
import { ProbeAnswer, ProbeLine, ProbeResult } from "./probe-answer.ts";
import { ProbeRequest, ProbeTarget } from "./probe-request.ts";

/** A piece of JSON. */
export type Json = Record<string, unknown>;
type Direction = "input" | "output";

const MergedProblem = ProblemDocument.extend(MergedFailure.shape);
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

/** What a route answers that merges parts. The answer's schema is named after it. `others`: what it refuses besides. */
export function merged(
  operationId: string,
  summary: string,
  query: z.ZodObject,
  answer: z.ZodType,
  others: Readonly<Record<number, string>> = {},
): Json {
  named.output.add(answer, { id: `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Answer` });
  return {
    get: {
      operationId,
      summary,
      parameters: parametersOf(query),
      responses: {
        200: { description: "What is there, in full or in part", ...deliveries(answer, MergedLine) },
        204: { description: "Nothing more: the request is of an EventSource that has had its answer (Last-Event-ID)" },
        ...problems({
          400: "A query parameter is invalid",
          500: "Something went wrong here",
          ...others,
        }),
        ...problems({ 502: "What is required is not there", 504: "Time ran out" }, MergedProblem),
      },
    },
  };
}

/** An answer in one document, or streamed in lines or events. */
export function deliveries(answer: z.ZodType, line: z.ZodType): Json {
  return {
    headers: { "Gather-Complete": { schema: { type: "string", enum: ["true", "false"] } } },
    content: {
      "application/json": { schema: schemaOf(answer, "output") },
      ...lines(line),
      "text/event-stream": { schema: { type: "string" } },
    },
  };
}

/** Lines of JSON, by each name that a client may ask for them. */
export function lines(line: z.ZodType): Json {
  return Object.fromEntries(ndjsonTypes.map((type) => [type, { schema: schemaOf(line, "output") }]));
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
