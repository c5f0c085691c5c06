// What every answer that was put together from upstreams says of itself, as data and as a schema.
import * as z from "zod";
import { outcomes, type Reason as ReasonName, reasons } from "../upstream/call/outcome.ts";

/** What an answer says of itself. */
export const Summary = z.strictObject({
  complete: z.boolean().describe("Whether everything that was asked for is there."),
  elapsedMs: z.int().nonnegative(),
  subrequests: z.int().nonnegative().describe("Requests sent, redirects, retries and hedges included."),
});

/** The last line of an answer that is streamed; `problem` where it failed. */
export const SummaryLine = z.strictObject({
  type: z.literal("summary"),
  ...Summary.shape,
  problem: z.looseObject({ type: z.string() }).optional(),
});

/** What a scope knows of it. */
interface Spent {
  readonly elapsedMs: number;
  readonly budget: { readonly spent: number };
}

/** The summary of what a scope has done by now. */
export function summaryOf({ elapsedMs, budget }: Spent, complete: boolean): z.output<typeof Summary> {
  return { complete, elapsedMs: Math.round(elapsedMs), subrequests: budget.spent };
}

/** The headers of an answer that is made anew each time. */
export function uncachedHeaders(complete: boolean) {
  return { "Gather-Complete": String(complete), "Cache-Control": "no-store" };
}

/** How a call ended. */
export const Outcome = z.enum(outcomes);

/** Why a call did not succeed. */
export const Reason = z
  .enum(Object.keys(reasons) as [ReasonName, ...ReasonName[]])
  .describe("Why it did not succeed, for programs: the sentence beside it may change, this name does not.");

const ms = z.number().nonnegative();

/** How long a call took. */
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
