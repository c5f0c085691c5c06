// `GET /openapi.json`: every route with its input and its answers.
import { Hono, type TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import * as z from "zod";
import { MergedProblem } from "../answers/answers.ts";
import { PartOutcome, PartReport } from "../answers/merged-answer.ts";
import { Outcome, Timing } from "../answers/summary.ts";
import { PROJECT_NAME } from "../project-name.ts";
import { ProblemDocument } from "../problems/problem.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { describe } from "../openapi/docs.ts";
import { documentOf, type MountedHandler, type OpenApiDocument } from "../openapi/document.ts";

const about = {
  info: {
    title: PROJECT_NAME,
    version: "0.1.0",
    description: "Calls many upstreams at once and answers once.",
    license: { name: "MIT", identifier: "MIT" },
  },
  problem: ProblemDocument,
  shared: { MergedProblem, Outcome, PartOutcome, PartReport, Problem: ProblemDocument, Timing },
};

const docs = describe({
  operationId: "openapi",
  summary: "This document",
  answer: { description: "This document", json: z.looseObject({ openapi: z.string() }) },
});

type OpenApiAnswer = Response & TypedResponse<JSONParsed<OpenApiDocument>, 200, "json">;

/** Returns the route. It documents the handlers that `mounted` returns. The document is made once for each isolate. */
export function openapi(mounted: () => readonly MountedHandler[]) {
  let document: string | undefined;
  return new Hono<AppEnv>().get("/openapi.json", docs, function describeRoutes(c): OpenApiAnswer {
    document ??= JSON.stringify(documentOf(mounted(), about));
    return c.body(document, 200, { "Content-Type": "application/json" }) as never;
  });
}
