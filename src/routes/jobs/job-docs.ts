// The routes of jobs in the OpenAPI document.
import type * as z from "zod";
import { describe } from "../../openapi/docs.ts";
import { JobAnswer, JobResultLine } from "./job-answer.ts";
import { JobDocument, JobId, JobQuery, JobRequest } from "./job-request.ts";

const params = JobId;

/** An id that no job has. */
const ID = { id: "0123456789abcdef01234567-89abcdef" };

const NO_JOB = { 404: "There is no such job, or this Worker runs no jobs" };

const example = {
  requests: [{ url: "https://en.wikipedia.org/api/rest_v1/page/summary/Berlin", key: "Berlin" }],
  ratePerSecond: 5,
} satisfies z.input<typeof JobDocument>;

const job = { description: "The job", json: JobAnswer };
const schemas = { input: { JobRequest }, output: { JobAnswer } };

export const postDocs = describe({
  operationId: "postJob",
  summary: "Uploads a durable fan-out of up to a million requests. The query has the options of NDJSON.",
  query: JobQuery,
  headers: { "Idempotency-Key": "The same key and upload lead to the same job." },
  examples: { "Idempotency-Key": "cities-of-monday", ratePerSecond: 5, maxFailures: 100 },
  body: { schema: JobDocument, example, line: JobRequest, lineExample: example.requests[0] },
  answer: { ...job, status: 202 },
  schemas,
  problems: {
    400: "The body cannot be read, or a query parameter is invalid",
    404: "This Worker runs no jobs",
    408: "The body did not arrive in time",
    409: "The job of this Idempotency-Key is still being uploaded",
    413: "The body, a line, or the number of lines is too large",
    415: "The body is not called NDJSON or JSON, or is compressed otherwise than with gzip",
    422: "A line is invalid, or the Idempotency-Key was used for something else",
  },
});

export const getDocs = describe({
  operationId: "job",
  summary: "Where a job is",
  params,
  examples: ID,
  answer: job,
  schemas,
  problems: NO_JOB,
});

export const deleteDocs = describe({
  operationId: "deleteJob",
  summary: "Forgets a job that has ended, and its results",
  params,
  examples: ID,
  answer: { description: "Forgotten", status: 204 },
  problems: { ...NO_JOB, 409: "The job has not ended" },
});

export const cancelDocs = describe({
  operationId: "cancelJob",
  summary: "Ends a job; asking again changes nothing",
  params,
  examples: ID,
  answer: { ...job, status: 202 },
  schemas,
  problems: NO_JOB,
});

export const resultsDocs = describe({
  operationId: "jobResults",
  summary: "A page of results, in the order in which they came",
  params,
  examples: { ...ID, limit: 1_000, outcome: "failed", follow: "false" },
  answer: {
    description: "A line for each result, then where to go on; without that last line, ask for the page again",
    line: JobResultLine,
  },
  problems: NO_JOB,
});

export const eventsDocs = describe({
  operationId: "jobEvents",
  summary: "A job's progress: an event `progress` whenever something has changed, then `end`; the data is the job",
  params,
  headers: { "Last-Event-ID": "Where an earlier stream ended." },
  examples: { ...ID, "Last-Event-ID": "0" },
  answer: { description: "The events", events: true },
  problems: NO_JOB,
});
