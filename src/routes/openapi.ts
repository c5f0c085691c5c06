// `GET /openapi.json`: every route, what it takes and what it answers.
import { Hono } from "hono";
import * as z from "zod";
import { MergedProblem } from "../answers/answers.ts";
import { PartReport } from "../answers/merged-answer.ts";
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
  shared: { MergedProblem, Outcome, PartReport, Problem: ProblemDocument, Timing },
};

const docs = describe({
  operationId: "openapi",
  summary: "This document",
  answer: { description: "This document", json: z.looseObject({ openapi: z.string() }) },
});

/** `GET /openapi.json`, of the handlers that `mounted` returns. The document is made once per isolate, when it is first asked for. */
export function openapi(mounted: () => readonly MountedHandler[]) {
  let document: OpenApiDocument | undefined;
  return new Hono<AppEnv>().get("/openapi.json", docs, function describeRoutes(c) {
    document ??= documentOf(mounted(), about);
    return c.json(document, 200);
  });
}
