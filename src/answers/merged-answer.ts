// The schemas of a merged answer, for each delivery.
import * as z from "zod";
import { Outcome, Reason, Summary, SummaryLine, Timing } from "./summary.ts";

/** The outcome of a part: that of a call, or `not_requested` if the request did not ask for it. */
export const PartOutcome = z.union([Outcome, z.literal("not_requested")]);

/** The report on a part. */
export const PartReport = z.strictObject({
  outcome: PartOutcome,
  reason: Reason.optional(),
  message: z.string().optional().describe("The error, if there was one."),
  cache: z
    .strictObject({ state: z.enum(["hit", "stale"]), ageS: z.int().nonnegative(), why: z.string().optional() })
    .optional()
    .describe("Set if the part comes from the cache: still fresh, or stale because its upstream failed."),
  timing: Timing,
});

/** The report on a part. */
export type PartReport = z.output<typeof PartReport>;

const partReports = z.record(z.string(), PartReport).describe("How each part went.");

/** The members that every merged answer has. */
const common = { ...Summary.shape, parts: partReports };

/** @throws {TypeError} for a part with the name of a common member: `complete`, `elapsedMs`, `subrequests`, `parts`. */
export function checkNames(parts: object): void {
  const taken = Object.keys(parts).find((name) => Object.hasOwn(common, name));
  if (taken !== undefined) throw new TypeError(`a part cannot have the name ${JSON.stringify(taken)}`);
}

/** Returns the schema of the answer as one document. */
export function mergedAnswer<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...Summary.shape, ...shape, parts: partReports });
}

/** Returns the schema of a line of the streamed answer: a part as it ends, or the summary at the end. */
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

/** The extra members of the problem document of a failed answer. */
export const MergedFailure = z.object(common).partial();
