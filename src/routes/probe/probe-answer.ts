// What `POST /probe` answers, as the OpenAPI document tells it.
import * as z from "zod";
import { Outcome, Reason, Summary, SummaryLine, Timing } from "../../answers/summary.ts";

const ms = z.number().nonnegative().nullable();

/** What became of one probe. */
export const ProbeResult = z.strictObject({
  target: z.string(),
  reachable: z.boolean(),
  outcome: Outcome.describe("`ok` where the target is reachable, else why it is not."),
  status: z
    .int()
    .min(100)
    .max(599)
    .optional()
    .describe("HTTP, where every status is an answer; redirects are not followed."),
  banner: z.string().optional().describe("What a TCP server said: text, or base64 where `encoding` says so."),
  encoding: z.literal("base64").optional(),
  reason: Reason.optional(),
  message: z.string().optional(),
  connectMs: ms.describe("Until a TCP server had accepted; null for HTTP, whose connections are the platform's."),
  firstByteMs: ms.describe("Until a TCP server's first byte, connecting included, or until the headers."),
  timing: Timing,
});

/** The answer as one document. `complete`: whether every target is reachable. */
export const ProbeAnswer = z.strictObject({
  ...Summary.shape,
  results: z.array(ProbeResult).describe("In the order of `targets`."),
});

/** A line of the streamed answer: a result as it comes, or the summary at the end. */
export const ProbeLine = z.union([
  z.strictObject({ type: z.literal("result"), key: z.int(), ...ProbeResult.shape }),
  SummaryLine,
]);
