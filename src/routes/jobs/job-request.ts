// The input of the routes of jobs.
import * as z from "zod";
import { JobOptions } from "../../jobs/job-options.ts";
import { HALF_A_PAIR, UpstreamRequest } from "../gather/gather-request.ts";

/** Characters that the name of a request may have. */
const MAX_KEY_LENGTH = 256;

const { url, method, headers, body, timeoutMs } = UpstreamRequest.shape;

/** One request of a job, as in `POST /gather`. */
export const JobRequest = z
  .strictObject({
    url,
    method,
    headers,
    body,
    timeoutMs,
    idempotent: z.boolean().optional().describe("Whether it may be sent twice whatever its method."),
    key: z.string().max(MAX_KEY_LENGTH).optional().describe("Comes back with the result."),
  })
  .refine((request) => request.body === undefined || !["GET", "HEAD"].includes(request.method), {
    path: ["body"],
    message: "a GET or HEAD request has no body",
  })
  .refine((request) => typeof request.body !== "string" || request.body.isWellFormed(), {
    path: ["body"],
    message: HALF_A_PAIR,
  });

/** A job as one JSON document. Its options are those that stand in the query beside NDJSON. */
export const JobDocument = z.strictObject({
  requests: z.array(JobRequest).min(1, { error: "must hold at least one request" }),
  ...JobOptions.shape,
});

/** The id of a job, in a path. */
export const JobId = z.object({ id: z.string() });

/** Options in a query, where every value is a string. */
export const JobQuery = JobOptions;

/** The query of a page of results. */
export const ResultsQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, { error: "must be the `next` of a page of this job" })
    .default("0")
    .describe("`next` of the page before; absent for the first."),
  limit: z.coerce
    .number<`${number}`>({ error: "must be a whole number from 1 to 10000" })
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe(
      "The page ends with the first report of a consumer after so many lines; by default 1,000, or with the job if `follow` is true.",
    ),
  outcome: z
    .literal("failed", { error: "must be failed, or absent" })
    .optional()
    .describe("Only results of requests that failed: all but `ok`."),
  follow: z
    .enum(["true", "false"])
    .default("false")
    .describe(
      "`true`: the answer goes on with further results as they come, until the job has ended. It may end earlier: go on from `next`.",
    ),
});
