// What a merged answer looks like, in each delivery.
import * as z from "zod";
import { Outcome, Summary, SummaryLine, Timing } from "./summary.ts";

/** How a part went. */
export const PartReport = z.strictObject({
  outcome: Outcome,
  message: z.string().optional().describe("What went wrong, where something did."),
  cache: z
    .strictObject({ state: z.enum(["hit", "stale"]), ageS: z.int().nonnegative(), why: z.string().optional() })
    .optional()
    .describe("Set where the part comes from the cache: still fresh, or stale because its upstream failed."),
  timing: Timing,
});

/** How a part went. */
export type PartReport = z.output<typeof PartReport>;

const partReports = z.record(z.string(), PartReport).describe("How each part went.");

const own = { ...Summary.shape, parts: partReports };

/** @throws `TypeError` for a part that is called as something is that the answer says of itself: `complete`, `elapsedMs`, `subrequests`, `parts`. */
export function checkNames(parts: object): void {
  const taken = Object.keys(parts).find((name) => Object.hasOwn(own, name));
  if (taken !== undefined) throw new TypeError(`no part can be called ${JSON.stringify(taken)}`);
}

/** The answer as one document, of parts with these schemas. @throws as `checkNames`. */
export function mergedAnswer<S extends z.ZodRawShape>(shape: S) {
  checkNames(shape);
  return z.strictObject({ ...Summary.shape, ...shape, parts: partReports });
}

/** The members that the problem of a failed answer has beside the standard ones. */
export const MergedFailure = z.object(own).partial();

/** A line of the streamed answer: a part as it comes, or the summary at the end. */
export const MergedLine = z.union([
  z.strictObject({ type: z.literal("result"), key: z.string(), value: z.unknown().optional(), ...PartReport.shape }),
  SummaryLine,
]);
