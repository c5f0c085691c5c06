// The ad-hoc fan-out: the caller brings the requests, this brings everything else.
import { Hono } from "hono";
import { settingsOf } from "../env.ts";
import { access } from "../middleware/access.ts";
import { capped, json, jsonOnly } from "../middleware/input.ts";
import { Problem } from "../middleware/problem.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { fanOut } from "../upstream/fan-out.ts";
import { isTime } from "../upstream/outcome.ts";
import { GatherRequest, planOf } from "./gather-request.ts";

export const gatherRoute = new Hono<AppEnv>().post(
  "/gather",
  access,
  jsonOnly,
  capped,
  json(GatherRequest),
  async function gatherUpstreams(c) {
    const { scope } = c.var;
    const settings = settingsOf(c.env);
    const { plan, mode, concurrency, deadlineMs, shaped } = planOf(c.req.valid("json"), settings);
    scope.setDeadline(deadlineMs);

    const { results, complete, failure } = await fanOut(scope, plan, mode, concurrency);

    const answer = {
      complete,
      elapsedMs: Math.round(scope.elapsedMs),
      subrequests: scope.budget.spent,
      results: shaped(results),
    };
    const headers = { "Gather-Complete": String(complete), "Cache-Control": "no-store" };
    if (failure === undefined) return c.json(answer, 200, headers);
    throw new Problem(isTime(failure.outcome) ? "upstream-timeout" : "upstream-failed", {
      detail: failure.why,
      headers,
      extensions: answer,
    });
  },
);
