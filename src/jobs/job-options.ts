// The options of a job.
import * as z from "zod";

/** Calls under way at once for one origin: 250 consumers, of which each may wait for six. */
const MAX_CONCURRENCY = 1_500;

/** Seconds: a week. Nothing that is later than that is still wanted. */
const MAX_DEADLINE_S = 604_800;

/** Seconds: thirty days of stored results. */
const MAX_TTL_S = 2_592_000;

/** Bytes of a result's body: a hundred of them must fit into a few rows. */
const MAX_BODY_BYTES = 262_144;

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

const rate = { error: "must be a number from 0.001 to 10000" };

/** A job's options. In a query they are strings. */
export const JobOptions = z.strictObject({
  concurrency: wholeNumber(1, MAX_CONCURRENCY).default(50).describe("Calls under way at once for each origin."),
  ratePerSecond: z.coerce
    .number(rate)
    .min(0.001, rate)
    .max(10_000, rate)
    .optional()
    .describe("Calls started each second for each origin; as many as `concurrency` allows by default."),
  maxFailures: z
    .union([wholeNumber(0, 100_000_000), z.string().regex(/^(100|\d{1,2})(\.\d+)?%$/)], {
      error: 'must be a whole number, or a percentage such as "5%"',
    })
    .optional()
    .describe("The job ends once more requests than that have failed."),
  deadlineS: wholeNumber(1, MAX_DEADLINE_S)
    .default(86_400)
    .describe("Seconds after which the job ends, whatever is left."),
  ttlS: wholeNumber(1, MAX_TTL_S).default(604_800).describe("Seconds that results are kept after the job's end."),
  maxBodyBytes: wholeNumber(0, MAX_BODY_BYTES)
    .default(16_384)
    .describe("Bytes that the body of a result may have; a larger one is too_large."),
});

/** The parsed options. */
export type JobOptions = z.output<typeof JobOptions>;

/** The options as a caller writes them. */
export type JobOptionsInput = z.input<typeof JobOptions>;

/** Returns the number of failures that a job of `total` requests survives. */
export function failuresAllowed({ maxFailures }: JobOptions, total: number): number {
  if (maxFailures === undefined) return Infinity;
  return typeof maxFailures === "number" ? maxFailures : (Number.parseFloat(maxFailures) / 100) * total;
}
