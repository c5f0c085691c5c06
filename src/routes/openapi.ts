// The OpenAPI document, made from the schemas that validate.
import { Hono } from "hono";
import * as z from "zod";
import { MergedFailure, MergedLine } from "../middleware/merged-answer.ts";
import { ProblemDocument } from "../middleware/problem.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { CityAnswer, CityQuery } from "./city.ts";
import { GatherAnswer, GatherFailure, GatherLine } from "./gather-answer.ts";
import { GatherRequest } from "./gather-request.ts";
import { HelloAnswer, HelloQuery } from "./hello.ts";

type Json = Record<string, unknown>;

/** `GET /openapi.json`. The document is made once per isolate, when it is first asked for. */
export const openapi = new Hono<AppEnv>().get("/openapi.json", function describe(c) {
  document ??= openapiDocument();
  return c.json(document);
});

let document: Json | undefined;

const completeness = { "Gather-Complete": { schema: { type: "string", enum: ["true", "false"] } } };

/** A fan-out to origins that `wrangler.toml` allows, ready to be sent from a viewer. */
const GATHER_EXAMPLE = {
  requests: {
    weather: {
      url: "https://api.open-meteo.com/v1/forecast?latitude=52.52&longitude=13.41&current=temperature_2m",
      timeoutMs: 800,
    },
    summary: { url: "https://en.wikipedia.org/api/rest_v1/page/summary/Berlin" },
  },
  deadlineMs: 2_000,
} satisfies z.input<typeof GatherRequest>;

function openapiDocument(): Json {
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
            ...problems(
              { 502: "The place could not be found out", 504: "Time ran out" },
              ProblemDocument.extend(MergedFailure.shape),
            ),
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
            content: { "application/json": { schema: schemaOf(GatherRequest, "input"), example: GATHER_EXAMPLE } },
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
            ...problems(
              { 502: "The upstreams failed", 504: "Time ran out" },
              ProblemDocument.extend(GatherFailure.shape),
            ),
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
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  };
}

function json(description: string, schema: z.ZodType): Json {
  return { description, content: { "application/json": { schema: schemaOf(schema, "output") } } };
}

function problems(descriptions: Readonly<Record<number, string>>, schema: z.ZodObject = ProblemDocument): Json {
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => {
      const told = schemaOf(schema.extend({ status: z.literal(Number(status)) }), "output");
      return [status, { description, content: { "application/problem+json": { schema: told } } }];
    }),
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

/** The JSON Schema of what `schema` takes in or gives out. */
function schemaOf(schema: z.core.$ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      // A name of zod's own; the pattern beside it says the same.
      if (jsonSchema.format === "starts_with") delete jsonSchema.format;
      // The bounds of any whole number in JavaScript say nothing of this one.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;

      // A pipe that begins with a check of the raw value takes in what the schema behind that check does.
      const { def } = zodSchema._zod;
      if (io === "input" && def.type === "pipe" && def.in._zod.def.type === "unknown")
        Object.assign(jsonSchema, schemaOf(def.out, io));
    },
  });
  return rest;
}
