// The answer of `POST /gather`, as schemas for the OpenAPI document.
import * as z from "zod";
import { Outcome, Reason, Summary, SummaryLine, Timing } from "../../answers/summary.ts";
import { phases } from "../../upstream/call/progress.ts";

/** The result of one call. */
export const Result = z.strictObject({
  outcome: Outcome,
  status: z.int().min(100).max(599).optional(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  body: z
    .unknown()
    .optional()
    .describe("JSON with unchanged numbers, or text. Base64 for other types, and for text that is not in its charset."),
  encoding: z.literal("base64").optional(),
  reason: Reason.optional(),
  message: z.string().optional(),
  timing: Timing,
});

/** The answer as one document. The problem of a failed request has the same members. */
export const GatherAnswer = z.strictObject({
  ...Summary.shape,
  results: z.union([z.array(Result), z.record(z.string(), Result)]).describe("In the shape of `requests`."),
});

/** The answer to a request with a `transform`. */
export const TransformedAnswer = z.strictObject({
  ...Summary.shape,
  transformed: z.unknown().describe("The result of the request's `transform`."),
});

/** The answer: it has either `results` or `transformed`. */
export const GatherReply = z.union([GatherAnswer, TransformedAnswer]);

/** The extra members of the problem document. */
export const GatherFailure = GatherAnswer.partial();

const key = z.union([z.string(), z.int()]);

/** A step of a call, sent if the request sets `progress`. A slow reader misses some. */
const ProgressLine = z.strictObject({
  type: z.literal("progress"),
  key,
  phase: z.enum(phases),
  attempt: z.int().positive().describe("The number of the attempt, from 1."),
  atMs: z.number().nonnegative().describe("Milliseconds since the start of the request."),
});

/** A line of the streamed answer: a result, a step of a call, or the summary at the end. */
export const GatherLine = z.union([
  z.strictObject({ type: z.literal("result"), key, ...Result.shape }),
  ProgressLine,
  SummaryLine.extend({ transformed: TransformedAnswer.shape.transformed.optional() }),
]);
