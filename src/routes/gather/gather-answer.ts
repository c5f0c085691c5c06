// What `POST /gather` answers, as the OpenAPI document tells it.
import * as z from "zod";
import { Outcome, Reason, Summary, SummaryLine, Timing } from "../../answers/summary.ts";
import { phases } from "../../upstream/call/progress.ts";

/** How one call ended. */
export const Result = z.strictObject({
  outcome: Outcome,
  status: z.int().min(100).max(599).optional(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  body: z
    .unknown()
    .optional()
    .describe(
      "JSON as it came, number by number; text as text; anything else, and text that is not in its charset, as base64.",
    ),
  encoding: z.literal("base64").optional(),
  reason: Reason.optional(),
  message: z.string().optional(),
  timing: Timing,
});

/** The answer as one document; a failed request's problem has the same members. */
export const GatherAnswer = z.strictObject({
  ...Summary.shape,
  results: z.union([z.array(Result), z.record(z.string(), Result)]).describe("In the shape of `requests`."),
});

/** The answer where the request has a `transform`. */
export const TransformedAnswer = z.strictObject({
  ...Summary.shape,
  transformed: z.unknown().describe("What the request's `transform` made of the results."),
});

/** What is answered: `results` or `transformed` tells which. */
export const GatherReply = z.union([GatherAnswer, TransformedAnswer]);

/** The members that the answer's problem has beside the standard ones. */
export const GatherFailure = GatherAnswer.partial();

const key = z.union([z.string(), z.int()]);

/** A step of a call; sent where the request asks for `progress`. A reader that is behind misses some. */
const ProgressLine = z.strictObject({
  type: z.literal("progress"),
  key,
  phase: z.enum(phases),
  attempt: z.int().positive().describe("Which attempt it is about, from 1."),
  atMs: z.number().nonnegative().describe("Milliseconds since the request came in."),
});

/** A line of the streamed answer: a result as it comes, a step on the way to one, or the summary at the end. */
export const GatherLine = z.union([
  z.strictObject({ type: z.literal("result"), key, ...Result.shape }),
  ProgressLine,
  SummaryLine.extend({ transformed: TransformedAnswer.shape.transformed.optional() }),
]);
