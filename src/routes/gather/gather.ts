// The ad-hoc fan-out: the caller sends the requests.
import { Hono } from "hono";
import { settingsOf } from "../../env.ts";
import { access } from "../../middleware/access.ts";
import { callerOf } from "../../access/caller-of.ts";
import { bodyMemory } from "../../answers/body-memory.ts";
import { setDeadline, writingMs } from "../../middleware/deadline.ts";
import { deliver, deliveryOf, type Emit } from "../../answers/deliver.ts";
import { dropWhenBehind } from "../../answers/drop-when-behind.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { faulty } from "../../problems/field-problem.ts";
import { type Problem, problemDocument, ProblemDocument } from "../../problems/problem.ts";
import { upstreamProblem } from "../../problems/upstream-problem.ts";
import { toProblem } from "../../problems/to-problem.ts";
import { rateLimit } from "../../middleware/rate-limit.ts";
import type { AppEnv } from "../../middleware/scope.ts";
import { summaryOf, uncachedHeaders } from "../../answers/summary.ts";
import { jsonDocument } from "../../answers/json-document.ts";
import { MAX_UNREAD } from "../../streams/max-unread.ts";
import { describe } from "../../openapi/docs.ts";
import { type FanOut, fanOut } from "../../upstream/fan-out.ts";
import { GatherAnswer, GatherFailure, GatherLine, GatherReply, Result, TransformedAnswer } from "./gather-answer.ts";
import { gatherExample } from "./gather-example.ts";
import { GatherRequest, planOf, UpstreamRequest } from "./gather-request.ts";
import { keepBodyNumbers } from "./keep-body-numbers.ts";
import { TRANSFORM_RESERVE_MS, transformOf } from "./gather-transform.ts";
import { scopeOf } from "../../upstream/request/call-context.ts";

/** Steps that may wait for a slow reader. Further ones are dropped until it has caught up. */
const MAX_UNREAD_STEPS = 100;

const NO_PROGRESS = "needs a stream: ask for application/x-ndjson or text/event-stream";

/** The problem of a fan-out that failed. */
const GatherProblem = ProblemDocument.extend(GatherFailure.shape);

/** `POST /gather`. */
export const gatherRoute = new Hono<AppEnv>().post(
  "/gather",
  access,
  rateLimit,
  bodyMemory,
  jsonBody(GatherRequest, { example: gatherExample, amend: keepBodyNumbers }),
  describe({
    operationId: "gather",
    summary: "An ad-hoc fan-out",
    answer: {
      description: "The answers of the upstreams, all or some of them",
      json: GatherReply,
      line: GatherLine,
      events: true,
      complete: true,
    },
    problems: {
      422: "A field is invalid, or the transform failed",
      502: { description: "The upstreams failed", schema: GatherProblem },
      504: { description: "Time ran out", schema: GatherProblem },
    },
    schemas: {
      input: { UpstreamRequest },
      output: { GatherAnswer, GatherProblem, GatherReply, Result, TransformedAnswer },
    },
  }),
  async function gatherUpstreams(c) {
    const scope = scopeOf(c.var.call);
    const request = c.req.valid("json");
    const { plan, keys, mode, concurrency, shaped } = planOf(request, settingsOf(c.env), await callerOf(c));
    const transform = request.transform === undefined ? undefined : transformOf(c, request.transform);
    const furtherMs = writingMs(plan.length) + (transform === undefined ? 0 : TRANSFORM_RESERVE_MS);
    setDeadline(c, request.deadlineMs, "invalid-field", furtherMs);

    const answerOf = (done: FanOut) => ({ ...summaryOf(scope, done.complete), results: shaped(done.results) });

    const delivery = deliveryOf(c);
    if (delivery !== "application/json") return deliver(c, delivery, stream);
    if (request.progress) throw faulty("invalid-field", "progress", NO_PROGRESS);
    return document();

    async function document() {
      const done = await fanOut(scope, plan, mode, { concurrency });
      const answer = answerOf(done);
      const headers = uncachedHeaders(done.complete);
      const failure = problemOfPlan(done, { headers, extensions: answer });
      if (failure !== undefined) throw failure;
      if (transform === undefined) return jsonDocument(c, answer, 200, headers);
      const transformed = await transform(answer);
      return c.json({ ...summaryOf(scope, done.complete), transformed }, 200, headers);
    }

    async function stream(emit: Emit): Promise<void> {
      const step = dropWhenBehind((data: Record<string, unknown>) => emit("progress", data), MAX_UNREAD_STEPS);
      const done = await fanOut(scope, plan, mode, {
        concurrency: Math.min(concurrency, MAX_UNREAD),
        onProgress: request.progress ? (index, progress) => step({ key: keys[index], ...progress }) : undefined,
        onResult: (index, result) => emit("result", { key: keys[index], ...result }),
        keepBodies: transform !== undefined,
      });
      let problem = problemOfPlan(done);
      let transformed: unknown;
      try {
        if (problem === undefined) transformed = await transform?.(answerOf(done));
      } catch (error) {
        // The stream has started, so the error goes into its summary.
        problem = toProblem(error);
      }
      await emit("summary", {
        ...summaryOf(scope, done.complete && problem === undefined),
        transformed,
        ...(problem && { problem: problemDocument(problem) }),
      });
    }
  },
);

function problemOfPlan({ failure }: FanOut, rest?: Parameters<typeof upstreamProblem>[2]): Problem | undefined {
  return failure && upstreamProblem(failure.outcome, failure.why, rest);
}
