// The summary of every answer from upstreams, as data and as schemas.
import * as z from "zod";
import { outcomes, type Reason as ReasonName, reasons } from "../upstream/call/outcome.ts";

/** The summary of an answer. */
export const Summary = z.strictObject({
  complete: z.boolean().describe("True if nothing that was asked for is missing."),
  elapsedMs: z.int().nonnegative(),
  subrequests: z.int().nonnegative().describe("Requests sent, redirects, retries and hedges included."),
});

/** The last line of a streamed answer. `problem` is set if it failed. */
export const SummaryLine = z.strictObject({
  type: z.literal("summary"),
  ...Summary.shape,
  problem: z.looseObject({ type: z.string() }).optional(),
});

/** The part of a scope that the summary needs. */
interface Spent {
  readonly elapsedMs: number;
  readonly budget: { readonly spent: number };
}

/** Returns the summary of a scope so far. */
export function summaryOf({ elapsedMs, budget }: Spent, complete: boolean): z.output<typeof Summary> {
  return { complete, elapsedMs: Math.round(elapsedMs), subrequests: budget.spent };
}

/** Returns the headers of an answer that must not be cached. */
export function uncachedHeaders(complete: boolean) {
  return { "Gather-Complete": String(complete), "Cache-Control": "no-store" };
}

/** The outcome of a call. */
export const Outcome = z.enum(outcomes);

/** The reason of a call that failed. */
export const Reason = z
  .enum(Object.keys(reasons) as [ReasonName, ...ReasonName[]])
  .describe("Why it failed, for programs. The message may change; this name does not.");

const ms = z.number().nonnegative();

/** The times of a call. */
export const Timing = z
  .strictObject({
    startMs: ms.describe("From the request's start to the call."),
    queuedMs: ms.describe("Waiting for a slot, all attempts together."),
    ttfbMs: ms.nullable().describe("From sending to headers, of the last attempt; of TCP, until connected."),
    bodyMs: ms.nullable().describe("From headers to the end of the body; of TCP, from connected to the end."),
    totalMs: ms.describe("From the call to its end, queueing included."),
    attempts: z.int().nonnegative().describe("How often it was sent, hedges included."),
    hedged: z.boolean(),
  })
  .describe("Where the time of a call went, in milliseconds.");
