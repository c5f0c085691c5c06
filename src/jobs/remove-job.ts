// A job is forgotten when its owner says so, or when its time is over.
import { readJob, saveJob } from "./job-schema.ts";

/** The result of a request to delete a job. */
export type Removal = "removed" | "running" | "unknown";

/** Marks the job as deleted, which hides it at once. With an `id`, only if it has ended and belongs to `owner`. */
export function removeJob(sql: SqlStorage, id?: string, owner?: string): Removal {
  const job = readJob(sql, id);
  if (job === undefined || (id !== undefined && job.owner !== owner)) return "unknown";
  if (id !== undefined && job.endedAt === null) return "running";
  job.state = "deleting";
  saveJob(sql, job);
  return "removed";
}
