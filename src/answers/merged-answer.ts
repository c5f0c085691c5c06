// What a merged answer looks like, in each delivery.
import * as z from "zod";
import { Outcome, Reason, Summary, SummaryLine, Timing } from "./summary.ts";

/** How a part went. */
export const PartReport = z.strictObject({
  outcome: Outcome,
  reason: Reason.optional(),
  message: z.string().optional().describe("What went wrong, if anything did."),
  cache: z
    .strictObject({ state: z.enum(["hit", "stale"]), ageS: z.int().nonnegative(), why: z.string().optional() })
    .optional()
    .describe("Set if the part comes from the cache: still fresh, or stale because its upstream failed."),
  timing: Timing,
});

/** How a part went. */
export type PartReport = z.output<typeof PartReport>;

const partReports = z.record(z.string(), PartReport).describe("How each part went.");

/** The members that every merged answer has. */
const common = { ...Summary.shape, parts: partReports };

/** @throws `TypeError` for a part that has the name of a common member: `complete`, `elapsedMs`, `subrequests` or `parts`. */
export function checkNames(parts: object): void {
  const taken = Object.keys(parts).find((name) => Object.hasOwn(common, name));
  if (taken !== undefined) throw new TypeError(`no part can be called ${JSON.stringify(taken)}`);
}

/** The answer as one document. */
export function mergedAnswer<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...Summary.shape, ...shape, parts: partReports });
}

/** A line of the streamed answer: a part as it ends, or the summary at the end. */
export function mergedLine(shape: z.ZodRawShape) {
  const parts = Object.entries(shape).map(([key, value]) =>
    z.strictObject({
      type: z.literal("result"),
      key: z.literal(key),
      value: (value as z.ZodType).optional(),
      ...PartReport.shape,
    }),
  );
  return z.union([...parts, SummaryLine]);
}

/** The members that the problem of a failed answer has beside the standard ones. */
export const MergedFailure = z.object(common).partial();
