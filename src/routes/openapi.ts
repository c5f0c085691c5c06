// The OpenAPI document, made from the schemas that validate.
import { Hono } from "hono";
import * as z from "zod";
import { MergedFailure, MergedLine, PartReport } from "../middleware/merged-answer.ts";
import { ProblemDocument } from "../middleware/problem.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { Outcome, Timing } from "../middleware/summary.ts";
import { CityAnswer, CityQuery } from "./city.ts";
import { GatherAnswer, GatherFailure, GatherLine, Result } from "./gather-answer.ts";
import { GatherRequest, UpstreamRequest } from "./gather-request.ts";
import { HelloAnswer, HelloQuery } from "./hello.ts";

type Json = Record<string, unknown>;

/** As much of the document as a client may count on. */
interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string } & Json;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Json>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Record<string, Json> };
}

const MergedProblem = ProblemDocument.extend(MergedFailure.shape);
const GatherProblem = ProblemDocument.extend(GatherFailure.shape);

/** Schemas with a name, which generated clients know their types by. Any other is written out wherever it is used. */
const named = {
  input: registryOf({ GatherRequest, UpstreamRequest }),
  output: registryOf({
    CityAnswer,
    GatherAnswer,
    GatherLine,
    GatherProblem,
    HelloAnswer,
    MergedLine,
    MergedProblem,
    Outcome,
    PartReport,
    Problem: ProblemDocument,
    Result,
    Timing,
  }),
};

/** `GET /openapi.json`. The document is made once per isolate, when it is first asked for. */
export const openapi = new Hono<AppEnv>().get("/openapi.json", function describe(c) {
  document ??= openapiDocument();
  return c.json(document, 200);
});

let document: OpenApiDocument | undefined;

const completeness = { "Gather-Complete": { schema: { type: "string", enum: ["true", "false"] } } };

function openapiDocument(): OpenApiDocument {
  return {
    openapi: "3.1.1",
    info: {
      title: "edge-gather",
      version: "0.1.0",
      description: "Calls many upstreams at once and answers once.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths: {
      "/healthz": {
        get: {
          operationId: "health",
          summary: "Whether the Worker is up and its configuration can be read",
          responses: {
            200: json("Up", z.strictObject({ status: z.literal("ok") })),
            ...problems({ 500: "Misconfigured" }),
          },
        },
      },
      "/hello": {
        get: {
          operationId: "hello",
          summary: "Coroutines that print, sleep and print again",
          parameters: parametersOf(HelloQuery),
          responses: {
            200: {
              description: "The lines, when all are printed or as they happen",
              content: {
                "application/json": { schema: schemaOf(HelloAnswer, "output") },
                "text/plain": { schema: { type: "string" } },
              },
            },
            ...problems({ 400: "A query parameter is invalid" }),
          },
        },
      },
      "/city": {
        get: {
          operationId: "city",
          summary: "A place, with the weather, the air and a summary as far as they are to be had",
          parameters: parametersOf(CityQuery),
          responses: {
            200: {
              description: "The place, and what else there is",
              headers: completeness,
              content: {
                "application/json": { schema: schemaOf(CityAnswer, "output") },
                "application/x-ndjson": { schema: schemaOf(MergedLine, "output") },
                "text/event-stream": { schema: { type: "string" } },
              },
            },
            ...problems({
              400: "A query parameter is invalid",
              404: "There is no such place",
              429: "Too many requests",
            }),
            ...problems({ 502: "The place could not be found out", 504: "Time ran out" }, MergedProblem),
          },
        },
      },
      "/gather": {
        post: {
          operationId: "gather",
          summary: "An ad-hoc fan-out",
          security: [{ key: [] }],
          requestBody: {
            required: true,
            content: { "application/json": { schema: schemaOf(GatherRequest, "input") } },
          },
          responses: {
            200: {
              description: "What the upstreams answered, in full or in part",
              headers: completeness,
              content: {
                "application/json": { schema: schemaOf(GatherAnswer, "output") },
                "application/x-ndjson": { schema: schemaOf(GatherLine, "output") },
                "text/event-stream": { schema: { type: "string" } },
              },
            },
            ...problems({
              400: "The body is not JSON",
              401: "A key is needed",
              408: "The body did not arrive in time",
              413: "The body is too large",
              415: "The body is not called JSON",
              422: "A field is invalid",
              429: "Too many requests",
              500: "Something went wrong here",
            }),
            ...problems({ 502: "The upstreams failed", 504: "Time ran out" }, GatherProblem),
          },
        },
      },
      "/openapi.json": {
        get: {
          operationId: "openapi",
          summary: "This document",
          responses: { 200: json("This document", z.looseObject({ openapi: z.string() })) },
        },
      },
    },
    components: {
      schemas: { ...componentsOf("input"), ...componentsOf("output") },
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
    },
  };
}

function json(description: string, schema: z.ZodType): Json {
  return { description, content: { "application/json": { schema: schemaOf(schema, "output") } } };
}

function problems(descriptions: Readonly<Record<number, string>>, schema: z.ZodType = ProblemDocument): Json {
  const content = { "application/problem+json": { schema: schemaOf(schema, "output") } };
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [status, { description, content }]),
  );
}

function parametersOf(query: z.ZodObject): Json[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, "input"),
  }));
}

/** The JSON Schema of what `schema` takes in or gives out, or where it is to be found. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const name = named[io].get(schema)?.id;
  if (name !== undefined) return { $ref: uriOf(name) };
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

function componentsOf(io: "input" | "output"): Record<string, Json> {
  const { schemas } = z.toJSONSchema(named[io], { io, unrepresentable: "any", uri: uriOf });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _uri, ...rest }]) => [name, rest]),
  );
}

function uriOf(name: string): string {
  return `#/components/schemas/${name}`;
}

function registryOf(schemas: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  return registry;
}
