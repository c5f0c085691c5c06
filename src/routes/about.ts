// What a client may know of this Worker before it asks for anything: the page at / is made of it.
import { Hono } from "hono";
import * as z from "zod";
import { settingsOf } from "../env.ts";
import { jobBindingsOf } from "../jobs/bindings.ts";
import { accessOf } from "../middleware/access.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { describe } from "../openapi/docs.ts";
import { SLOTS } from "../upstream/layers/slot.ts";

/** What `GET /about` answers. Not where callers may send it: that is for those who hold a key. */
export const AboutAnswer = z.strictObject({
  access: z
    .enum(["open", "key", "closed"])
    .describe("Who may POST to /gather and /probe: anyone, holders of a key, or nobody because no key is set."),
  deadlineMs: z.int().describe("What a request may take that names no deadline."),
  maxDeadlineMs: z.int().describe("What a request's own deadline may be."),
  subrequests: z.int().describe("What a request may send, retries and hedges included."),
  slots: z.int().describe("How many of its calls wait for headers at once."),
  jobs: z.boolean().describe("Whether it has durable jobs."),
  localUpstreams: z
    .string()
    .optional()
    .describe("The origin of upstreams that behave as they are told, where there are any."),
});

const docs = describe({
  summary: "Who may use it, and its limits",
  answer: { description: "What a client may know", json: AboutAnswer },
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
