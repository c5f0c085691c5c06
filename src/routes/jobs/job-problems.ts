// The problems that only jobs have.
import { defineProblem } from "../../problems/kinds.ts";

export const jobsUnavailable = defineProblem("jobs-unavailable", 404, "This Worker runs no jobs");

export const jobRunning = defineProblem("job-running", 409, "The job has not ended");

export const uploadRunning = defineProblem("upload-running", 409, "The job is still being uploaded");

export const invalidBody = defineProblem("invalid-body", 400, "The body could not be read");

export const notRequests = defineProblem(
  "not-requests",
  415,
  "The body must be sent as NDJSON or JSON, plain or compressed with gzip",
);

export const keyReused = defineProblem("key-reused", 422, "The Idempotency-Key was used for something else");
