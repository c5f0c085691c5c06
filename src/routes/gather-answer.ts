// What `POST /gather` answers, as the OpenAPI document tells it.
import * as z from "zod";
import { outcomes } from "../upstream/outcome.ts";

const ms = z.number().nonnegative();

const Timing = z
  .strictObject({
    startMs: ms.describe("From the request's start to the call."),
    queuedMs: ms.describe("Waiting for a slot, all attempts together."),
    ttfbMs: ms.nullable().describe("From sending to headers, of the last attempt."),
    bodyMs: ms.nullable().describe("From headers to the end of the body."),
    totalMs: ms.describe("From the call to its end, queueing included."),
    attempts: z.int().nonnegative().describe("How often it was sent, hedges included."),
    hedged: z.boolean(),
  })
  .describe("Where the time of a call went, in milliseconds.");

/** How one call ended. */
export const Result = z.strictObject({
  outcome: z.enum(outcomes),
  status: z.int().min(100).max(599).optional(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  body: z.unknown().optional().describe("JSON as it is, text as text, anything else as base64."),
  encoding: z.literal("base64").optional(),
  message: z.string().optional(),
  timing: Timing,
});

const summary = {
  complete: z.boolean().describe("Whether everything the mode asks for is there."),
  elapsedMs: z.int().nonnegative(),
  subrequests: z.int().nonnegative().describe("Requests sent, redirects, retries and hedges included."),
};

/** The answer as one document; a failed request's problem has the same members. */
export const GatherAnswer = z.strictObject({
  ...summary,
  results: z.union([z.array(Result), z.record(z.string(), Result)]).describe("In the shape of `requests`."),
});

/** The members that the answer's problem has beside the standard ones. */
export const GatherFailure = GatherAnswer.partial();

/** A line of the streamed answer: a result as it comes, or the summary at the end. */
export const GatherLine = z.union([
  z.strictObject({ type: z.literal("result"), key: z.union([z.string(), z.int()]), ...Result.shape }),
  z.strictObject({ type: z.literal("summary"), ...summary, problem: z.looseObject({ type: z.string() }).optional() }),
]);
