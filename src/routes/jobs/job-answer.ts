// The answers of the routes of jobs.
import * as z from "zod";
import { jobStates, type JobStatus } from "../../jobs/job-status.ts";
import { Outcome, Timing } from "../../answers/summary.ts";
import { Result } from "../gather/gather-answer.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();

/** A job. */
export const JobAnswer = z.strictObject({
  id: z.string(),
  state: z.enum(jobStates),
  total: count.describe("Requests; 0 while they are being uploaded."),
  settled: count.describe("Requests that have a result."),
  ok: count,
  byOutcome: z.record(z.string(), count),
  createdAt: time,
  endedAt: time.nullable(),
  deleteAt: time.describe("When the results are deleted; while the job runs, the earliest that this can be."),
  links: z.strictObject({ self: z.string(), results: z.string(), events: z.string() }),
});

/** The outcome of a request of a job. */
export const JobOutcome = z
  .union([Outcome, z.literal("lost")])
  .describe("`lost`: handed to a consumer that never reported; it may or may not have been sent.");

/** A line of a page of results: a result, or where the next page begins. */
export const JobResultLine = z.union([
  z.strictObject({
    index: count.describe("The place of the request in the upload, from 0."),
    key: z.string().optional(),
    ...Result.shape,
    outcome: JobOutcome,
    timing: Timing.optional(),
  }),
  z.strictObject({
    next: z.string().describe("The cursor of the next page, at any time."),
    end: z.boolean().describe("Whether the job has ended and nothing is left to read."),
  }),
]);

/** The document of a job. */
export function jobDocument(status: JobStatus): z.output<typeof JobAnswer> {
  const self = `/jobs/${status.id}`;
  return { ...status, links: { self, results: `${self}/results`, events: `${self}/events` } };
}
