// Describes this Worker to clients. The page at / uses it.
import { Hono } from "hono";
import * as z from "zod";
import { settingsOf } from "../env.ts";
import { jobBindingsOf } from "../jobs/bindings.ts";
import { accessOf } from "../middleware/access.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { describe } from "../openapi/docs.ts";
import { SLOTS } from "../upstream/layers/slot.ts";

/** The answer of `GET /about`. It does not list the allowed origins: they are for holders of a key. */
export const AboutAnswer = z.strictObject({
  access: z
    .enum(["open", "key", "closed"])
    .describe("Who may POST to /gather and /probe: anyone, holders of a key, or no one because no key is set."),
  deadlineMs: z.int().describe("Default deadline of a request."),
  maxDeadlineMs: z.int().describe("Largest deadline that a request may set."),
  subrequests: z.int().describe("Subrequests of one request, retries and hedges included."),
  slots: z.int().describe("Calls of one request that wait for headers at once."),
  jobs: z.boolean().describe("True if it has durable jobs."),
  localUpstreams: z
    .string()
    .optional()
    .describe("The origin of the local upstreams, which are slow or fail on request. Absent without them."),
});

const docs = describe({
  summary: "Who may use this Worker, and its limits",
  answer: { description: "Facts for clients", json: AboutAnswer },
});

/** `GET /about`. */
export const about = new Hono<AppEnv>().get("/about", docs, function aboutWorker(c) {
  const { DEADLINE_MS, MAX_DEADLINE_MS, SUBREQUESTS, LOCAL_UPSTREAMS } = settingsOf(c.env);
  const access = accessOf(c);
  const answer: z.output<typeof AboutAnswer> = {
    access,
    deadlineMs: DEADLINE_MS,
    maxDeadlineMs: MAX_DEADLINE_MS,
    subrequests: SUBREQUESTS,
    slots: SLOTS,
    jobs: jobBindingsOf(c.env) !== undefined,
    ...(LOCAL_UPSTREAMS !== undefined && access !== "closed" && { localUpstreams: LOCAL_UPSTREAMS }),
  };
  return c.json(answer, 200, { "Cache-Control": "no-store" });
});
