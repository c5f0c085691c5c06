// A job is opened, filled by its upload, and sealed. An upload that dies in between is given up when its lease is over.
import type { JobOptions } from "./job-options.ts";
import type { Moment } from "./moment.ts";
import { createJobTables, JOB_VERSION, readJob, saveJob } from "./job-schema.ts";

/** Leases without news after which an upload is given up. */
const UPLOAD_LEASES = 2;

/** Milliseconds of an upload's lease. */
export function uploadLeaseMs(leaseMs: number): number {
  return UPLOAD_LEASES * leaseMs;
}

/** A job to open. */
export interface Opening {
  readonly id: string;
  readonly owner: string;
  readonly options: JobOptions;
}

/** That it was opened; or what there is under the same name. */
export type Opened =
  { readonly opened: true } | { readonly opened: false; readonly id: string; readonly digest: string | null };

/** Opens a job, unless there is one under its name. `digest` is that one's upload; `null` while it is under way. */
export function openJob(sql: SqlStorage, { id, owner, options }: Opening, { now, leaseMs }: Moment): Opened {
  createJobTables(sql);
  const there = readJob(sql);
  if (there !== undefined && !isGivenUp(there, now)) return { opened: false, id: there.id, digest: there.digest };
  sql.exec("DELETE FROM job");
  sql.exec(
    `INSERT INTO job (one, v, id, owner, state, options, createdAt, uploadUntil) VALUES (1, ?, ?, ?, 'uploading', ?, ?, ?)`,
    JOB_VERSION,
    id,
    owner,
    JSON.stringify(options),
    now,
    now + uploadLeaseMs(leaseMs),
  );
  return { opened: true };
}

/** Returns true if the lease of an upload is over, so that its job may be deleted. */
export function isGivenUp({ state, uploadUntil }: { state: string; uploadUntil: number }, now: number): boolean {
  return state === "uploading" && uploadUntil <= now;
}

/**
 * The upload of job `id` goes on. Returns whether it may: it may not where its lease was over and another has begun.
 */
export function renewUpload(sql: SqlStorage, id: string, { now, leaseMs }: Moment): boolean {
  const job = readJob(sql, id);
  if (job?.state !== "uploading") return false;
  job.uploadUntil = now + uploadLeaseMs(leaseMs);
  saveJob(sql, job);
  return true;
}

/** The upload of job `id` is complete: `totals` are the requests of each shard. Sealing again changes nothing. */
export function sealJob(sql: SqlStorage, id: string, digest: string, totals: readonly number[], now: number): boolean {
  const job = readJob(sql, id);
  if (job?.state !== "uploading") return job?.digest === digest;
  for (const [shard, total] of totals.entries()) sql.exec("INSERT INTO known (id, total) VALUES (?, ?)", shard, total);
  job.state = "running";
  job.digest = digest;
  job.total = totals.reduce((sum, total) => sum + total, 0);
  if (job.total === 0) {
    job.state = "done";
    job.endedAt = now;
  }
  saveJob(sql, job);
  return true;
}
