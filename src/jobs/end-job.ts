// A job ends before its requests are done where its caller cancels it, or its deadline passes.
import { deadlineOf, readJob, saveJob } from "./job-schema.ts";
import type { Ending } from "./job-status.ts";

/** Begins to end job `id`. Does nothing to one that is ending, or has ended. */
export function endJob(sql: SqlStorage, id: string, ending: Ending): void {
  const job = readJob(sql, id);
  if (job?.state !== "running") return;
  job.state = "cancelling";
  job.ending = ending;
  saveJob(sql, job);
}

/** Ends the job where its deadline has passed. */
export function heedDeadline(sql: SqlStorage, now: number): void {
  const job = readJob(sql);
  if (job !== undefined && deadlineOf(job) <= now) endJob(sql, job.id, "timedOut");
}
