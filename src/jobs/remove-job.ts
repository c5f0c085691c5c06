// A job is forgotten when its owner says so, or when its time is over.
import { readJob, saveJob } from "./job-schema.ts";

/** What became of the wish to forget a job. */
export type Removal = "removed" | "running" | "unknown";

/** Marks the job as one that goes: from then on nobody sees it. With an `id`, only where it has ended and is `owner`'s. */
export function removeJob(sql: SqlStorage, id?: string, owner?: string): Removal {
  const job = readJob(sql, id);
  if (job === undefined || (id !== undefined && job.owner !== owner)) return "unknown";
  if (id !== undefined && job.endedAt === null) return "running";
  job.state = "deleting";
  saveJob(sql, job);
  return "removed";
}
