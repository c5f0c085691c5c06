// Which of many targets are reachable, all asked at once.
import { Hono } from "hono";
import { settingsOf } from "../../env.ts";
import { gather } from "../../gather/index.ts";
import { access } from "../../middleware/access.ts";
import { bodyMemory } from "../../answers/body-memory.ts";
import { setDeadline, tellingMs } from "../../middleware/deadline.ts";
import { deliver, deliveryOf } from "../../answers/deliver.ts";
import { jsonBody } from "../../middleware/json-body.ts";
import { rateLimit } from "../../middleware/rate-limit.ts";
import type { AppEnv } from "../../middleware/scope.ts";
import { summaryOf, uncachedHeaders } from "../../answers/summary.ts";
import { describe } from "../../openapi/docs.ts";
import { type Probe, probeTarget } from "../../net/probe-target.ts";
import { checkAffordable } from "../check-affordable.ts";
import { ProbeAnswer, ProbeLine, ProbeResult } from "./probe-answer.ts";
import { probeExample } from "./probe-example.ts";
import { ProbeRequest, ProbeTarget, targetsOf } from "./probe-request.ts";
import { scopeOf } from "../../upstream/request/call-context.ts";

/** `POST /probe`. That a target is not reachable is an answer and no failure: the status is 200 even where none is. */
export const probe = new Hono<AppEnv>().post(
  "/probe",
  access,
  rateLimit,
  bodyMemory,
  jsonBody(ProbeRequest, { example: probeExample }),
  describe({
    operationId: "probe",
    summary: "Which of many targets are reachable",
    answer: {
      description: "What became of every target, also where none is reachable",
      json: ProbeAnswer,
      line: ProbeLine,
      events: true,
      complete: true,
    },
    schemas: { input: { ProbeTarget }, output: { ProbeResult } },
  }),
  async function probeTargets(c) {
    const scope = scopeOf(c.var.call);
    const request = c.req.valid("json");
    const { timeoutMs } = request;
    const targets = targetsOf(request);
    checkAffordable("targets", targets.length, settingsOf(c.env).SUBREQUESTS);
    setDeadline(c, request.deadlineMs, "invalid-field", tellingMs(targets.length));

    const delivery = deliveryOf(c);
    if (delivery !== "application/json") {
      return deliver(c, delivery, async function stream(emit) {
        const results = await probeAll((key, result) => emit("result", { key, ...result }));
        await emit("summary", summaryOf(scope, isComplete(results)));
      });
    }

    const results = await probeAll();
    const complete = isComplete(results);
    return c.json({ ...summaryOf(scope, complete), results }, 200, uncachedHeaders(complete));

    function probeAll(tell?: (key: number, result: Probe) => Promise<void>): Promise<Probe[]> {
      const tasks = targets.map(
        (target, key) =>
          async function probed(): Promise<Probe> {
            const result = await probeTarget(c.var.call, target, { timeoutMs });
            await tell?.(key, result);
            return result;
          },
      );
      // No probe rejects, and the deadline ends each by itself: every target is told.
      return gather(tasks, { graceMs: Infinity });
    }
  },
);

function isComplete(results: readonly Probe[]): boolean {
  return results.every(({ reachable }) => reachable);
}
