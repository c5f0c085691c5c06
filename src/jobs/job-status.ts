// The status of a job, as `GET /jobs/:id` answers it.
import type { Counts } from "./counts.ts";

/** Why a job ended before all its requests were done. */
export type Ending = "cancelled" | "failed" | "timedOut";

/** The states of a job. The last four are final. */
export const jobStates = ["uploading", "running", "cancelling", "done", "cancelled", "failed", "timedOut"] as const;

/** One of them. */
export type JobState = (typeof jobStates)[number];

/** The status of a job. Times are ISO 8601. */
export interface JobStatus {
  readonly id: string;
  readonly state: JobState;
  /** Requests; 0 while they are being uploaded. */
  readonly total: number;
  /** Requests that have a result. */
  readonly settled: number;
  readonly ok: number;
  readonly byOutcome: Counts;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** When results are deleted; while the job runs, the earliest that this can be. */
  readonly deleteAt: string;
}

/** A status, and what readers of the log need besides. */
export interface Watched {
  readonly status: JobStatus;
  /** The last number of the log. */
  readonly seq: number;
}

/** Returns true for a final state. */
export function hasEnded(state: JobState): boolean {
  return state === "done" || isEnding(state);
}

function isEnding(state: JobState): state is Ending {
  return state === "cancelled" || state === "failed" || state === "timedOut";
}
