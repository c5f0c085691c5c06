// The OpenAPI document: every route, what it takes and what it answers.
import { Hono, type TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import * as z from "zod";
import type { AppEnv } from "../middleware/scope.ts";
import { AboutAnswer } from "./about.ts";
import { CityAnswer, CityQuery } from "./city.ts";
import { gatherExample } from "./gather-example.ts";
import { GatherLine, GatherReply } from "./gather-answer.ts";
import { GatherRequest } from "./gather-request.ts";
import { HelloAnswer, HelloLine, HelloQuery } from "./hello.ts";
import { ProbeAnswer, ProbeLine } from "./probe-answer.ts";
import { probeExample } from "./probe-example.ts";
import { ProbeRequest } from "./probe-request.ts";
import { lines } from "./openapi-deliveries.ts";
import { faults } from "./openapi-faults.ts";
import { merged } from "./openapi-merged.ts";
import { keyed } from "./openapi-keyed.ts";
import { components, GatherProblem, type Json, json, parametersOf, problems, schemaOf } from "./openapi-phrases.ts";

/** As much of the document as a client may count on. */
interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string } & Json;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Json>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Record<string, Json> };
}

type OpenApiAnswer = Response & TypedResponse<JSONParsed<OpenApiDocument>, 200, "json">;

/** `GET /openapi.json`. The route is open, so the document is made and written once per isolate. */
export const openapi = new Hono<AppEnv>().get("/openapi.json", function describe(c): OpenApiAnswer {
  document ??= JSON.stringify(openapiDocument());
  return c.body(document, 200, { "Content-Type": "application/json" }) as never;
});

let document: string | undefined;

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
          summary: "Whether the Worker can be used as it is configured",
          responses: {
            200: json("Up", z.strictObject({ status: z.literal("ok") })),
            ...problems(faults),
          },
        },
      },
      "/about": {
        get: {
          operationId: "about",
          summary: "Who may use it, and its limits",
          responses: {
            200: json("What a client may know", AboutAnswer),
            ...problems(faults),
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
                ...lines(HelloLine),
              },
            },
            ...problems({
              400: "A query parameter is invalid",
              429: "Too many requests",
              ...faults,
            }),
          },
        },
      },
      "/city": merged(
        "city",
        "A place, with the weather, the air and a summary as far as they are available",
        CityQuery,
        CityAnswer,
        { 404: "There is no such place" },
      ),
      "/gather": keyed({
        operationId: "gather",
        summary: "An ad-hoc fan-out",
        request: GatherRequest,
        example: gatherExample,
        description: "What the upstreams answered, in full or in part",
        answer: GatherReply,
        line: GatherLine,
        others: {
          ...problems({ 422: "A field is invalid, or the transform failed" }),
          ...problems({ 502: "The upstreams failed", 504: "Time ran out" }, GatherProblem),
        },
      }),
      "/probe": keyed({
        operationId: "probe",
        summary: "Which of many targets are reachable",
        request: ProbeRequest,
        example: probeExample,
        description: "What became of every target, also where none is reachable",
        answer: ProbeAnswer,
        line: ProbeLine,
      }),
      "/openapi.json": {
        get: {
          operationId: "openapi",
          summary: "This document",
          responses: {
            200: json("This document", z.looseObject({ openapi: z.string() })),
            ...problems(faults),
          },
        },
      },
    },
    components: {
      schemas: components(),
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
    },
  };
}
