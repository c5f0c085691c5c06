// A job's tables: its options and state, the progress of its shards, and the log that readers follow.
import type { JobOptions } from "./job-options.ts";
import type { Ending, JobState } from "./job-status.ts";
import { hasTable } from "./shard-schema.ts";

/** The version of the rows that this code writes. */
export const JOB_VERSION = 1;

/** The only row of table `job`. */
export interface JobRow extends Record<string, SqlStorageValue> {
  readonly v: number;
  readonly id: string;
  /** Who may see it. */
  readonly owner: string;
  state: JobState | "deleting";
  ending: Ending | null;
  /** Of the upload, once it is complete. */
  digest: string | null;
  /** `JobOptions`, in JSON. */
  readonly options: string;
  total: number;
  readonly createdAt: number;
  /** Until when an upload must be heard of again. */
  uploadUntil: number;
  endedAt: number | null;
}

/** A row of table `known`: the last progress of a shard. */
export interface KnownShard extends Record<string, SqlStorageValue> {
  readonly id: number;
  readonly total: number;
  readonly seq: number;
  readonly settled: number;
  readonly counts: string;
}

/** A row of table `log`: results `after` to `upTo` of a shard became visible. Its number is the readers' cursor. */
export interface LogRow extends Record<string, SqlStorageValue> {
  readonly seq: number;
  readonly shard: number;
  readonly after: number;
  readonly upTo: number;
}

/** Makes the tables, for a job that is being opened. */
export function createJobTables(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS job (
    one INTEGER PRIMARY KEY CHECK (one = 1), v INTEGER NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL, ending TEXT,
    digest TEXT, options TEXT NOT NULL, total INTEGER NOT NULL DEFAULT 0, createdAt INTEGER NOT NULL, uploadUntil INTEGER NOT NULL,
    endedAt INTEGER) STRICT`);
  sql.exec(`CREATE TABLE IF NOT EXISTS known (
    id INTEGER PRIMARY KEY, total INTEGER NOT NULL, seq INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
    counts TEXT NOT NULL DEFAULT '{}') STRICT`);
  sql.exec(`CREATE TABLE IF NOT EXISTS log (
    seq INTEGER PRIMARY KEY, shard INTEGER NOT NULL, after INTEGER NOT NULL, upTo INTEGER NOT NULL) STRICT`);
}

/** The row of job `id`; of whichever job the object has where no `id` is given. */
export function readJob(sql: SqlStorage, id?: string): JobRow | undefined {
  if (!hasTable(sql, "job")) return undefined;
  const row = sql.exec<JobRow>("SELECT * FROM job").toArray()[0];
  return id === undefined || row?.id === id ? row : undefined;
}

/** Writes the row back. */
export function saveJob(sql: SqlStorage, job: JobRow): void {
  const { state, ending, digest, total, uploadUntil, endedAt } = job;
  sql.exec(
    "UPDATE job SET state = ?, ending = ?, digest = ?, total = ?, uploadUntil = ?, endedAt = ?",
    state,
    ending,
    digest,
    total,
    uploadUntil,
    endedAt,
  );
}

/** The options that a job was opened with. */
export function optionsOf({ options }: JobRow): JobOptions {
  return JSON.parse(options) as JobOptions;
}

/** When the job ends, whatever is left of it. */
export function deadlineOf(job: JobRow): number {
  return job.createdAt + optionsOf(job).deadlineS * 1_000;
}

/** When the job is forgotten: counted from its end, and from its beginning until then. */
export function deletionOf(job: JobRow): number {
  return (job.endedAt ?? job.createdAt) + optionsOf(job).ttlS * 1_000;
}
