// Probes many targets at once.
import { Hono } from "hono";
import { settingsOf } from "../../env.ts";
import { gather } from "../../gather/index.ts";
import { access } from "../../middleware/access.ts";
import { bodyMemory } from "../../answers/body-memory.ts";
import { setDeadline, writingMs } from "../../middleware/deadline.ts";
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

/** `POST /probe`. An unreachable target is an answer, not a failure: the status is 200 even if all are unreachable. */
export const probe = new Hono<AppEnv>().post(
  "/probe",
  access,
  rateLimit,
  bodyMemory,
  jsonBody(ProbeRequest, { example: probeExample }),
  describe({
    operationId: "probe",
    summary: "Checks which targets are reachable",
    answer: {
      description: "The result of every target, reachable or not",
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
    setDeadline(c, request.deadlineMs, "invalid-field", writingMs(targets.length));

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

    function probeAll(onResult?: (key: number, result: Probe) => Promise<void>): Promise<Probe[]> {
      const tasks = targets.map(
        (target, key) =>
          async function probed(): Promise<Probe> {
            const result = await probeTarget(c.var.call, target, { timeoutMs });
            await onResult?.(key, result);
            return result;
          },
      );
      // A probe never rejects, and the deadline ends each one. So every target gets a result.
      return gather(tasks, { graceMs: Infinity });
    }
  },
);

function isComplete(results: readonly Probe[]): boolean {
  return results.every(({ reachable }) => reachable);
}
