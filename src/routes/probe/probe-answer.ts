// The answer of `POST /probe`, as schemas for the OpenAPI document.
import * as z from "zod";
import { Outcome, Reason, Summary, SummaryLine, Timing } from "../../answers/summary.ts";

const ms = z.number().nonnegative().nullable();

/** The result of one probe. */
export const ProbeResult = z.strictObject({
  target: z.string(),
  reachable: z.boolean(),
  outcome: Outcome.describe("`ok` if the target is reachable, otherwise the reason why not."),
  status: z
    .int()
    .min(100)
    .max(599)
    .optional()
    .describe("The HTTP status. Every status counts as reachable. Redirects are not followed."),
  banner: z.string().optional().describe("The answer of a TCP server: text, or base64 if `encoding` says so."),
  encoding: z.literal("base64").optional(),
  reason: Reason.optional(),
  message: z.string().optional(),
  connectMs: ms.describe("Until a TCP server accepted. Null for HTTP: the platform hides its connections."),
  firstByteMs: ms.describe("Until the first byte of a TCP server, connecting included, or until the headers."),
  timing: Timing,
});

/** The answer as one document. `complete` is true if every target is reachable. */
export const ProbeAnswer = z.strictObject({
  ...Summary.shape,
  results: z.array(ProbeResult).describe("In the order of `targets`."),
});

/** A line of the streamed answer: a result, or the summary at the end. */
export const ProbeLine = z.union([
  z.strictObject({ type: z.literal("result"), key: z.int(), ...ProbeResult.shape }),
  SummaryLine,
]);
