// A job: the coordinator of its shards, and what its readers ask. Every change is a transition over its tables; this
// class says when each happens.
import { AlarmClock } from "./alarm-clock.ts";
import { type JobBindings, leaseMsOf } from "./bindings.ts";
import { endJob, heedDeadline } from "./end-job.ts";
import { hearShard, type Progress } from "./hear-shard.ts";
import { deadlineOf, deletionOf, type LogRow, readJob } from "./job-schema.ts";
import type { Watched } from "./job-status.ts";
import type { Moment } from "./moment.ts";
import type { ObjectState } from "./object-state.ts";
import { isGivenUp, type Opened, openJob, type Opening, renewUpload, sealJob } from "./open-job.ts";
import { removeJob, type Removal } from "./remove-job.ts";
import { beginShards, forgetShards } from "./call-shards.ts";
import { readLog, watchJob } from "./watch-job.ts";

/** Milliseconds until an alarm whose work failed is tried again. */
const RETRY_MS = 5_000;

export class JobLedger {
  readonly #state: ObjectState;
  readonly #env: JobBindings;
  readonly #alarm: AlarmClock;

  constructor(state: ObjectState, env: JobBindings) {
    this.#state = state;
    this.#env = env;
    this.#alarm = new AlarmClock(state);
  }

  /** Opens a job under this object's name, or says which one there is. */
  open(opening: Opening): Opened {
    return this.#change((sql) => openJob(sql, opening, this.#moment()));
  }

  /** The upload goes on. Returns whether it may. */
  renew(id: string): boolean {
    return this.#change((sql) => renewUpload(sql, id, this.#moment()));
  }

  /** The upload is complete. Starting the shards is for the alarm, so that it survives whatever happens next. */
  seal(id: string, digest: string, totals: readonly number[]): boolean {
    const sealed = this.#change((sql) => sealJob(sql, id, digest, totals, Date.now()));
    this.#alarm.arm(Date.now());
    return sealed;
  }

  /** The upload is broken: nothing of it stays. */
  async abandon(id: string): Promise<void> {
    if (readJob(this.#sql, id)?.state === "uploading") await this.#alarm.forgetAll();
  }

  /** A shard reports its progress. Returns `false` if the job does not exist any more. */
  hear(id: string, progress: Progress): boolean {
    const heard = this.#change((sql) => hearShard(sql, id, progress, Date.now()));
    if (heard === "changed") this.#alarm.arm(Date.now());
    return heard !== "unknown";
  }

  /** Cancels the job. Its shards are stopped by the alarm, which fires at once. */
  async cancel(id: string, owner: string): Promise<Watched | undefined> {
    if (this.watch(id, owner) === undefined) return undefined;
    this.#change((sql) => endJob(sql, id, "cancelled"));
    this.#alarm.arm(Date.now());
    return this.watch(id, owner);
  }

  /** Returns the status, to the owner only. */
  watch(id: string, owner: string): Watched | undefined {
    this.#arm();
    return watchJob(this.#sql, id, owner);
  }

  /** Returns the log after number `after`, to the owner only. */
  log(id: string, owner: string, after: number, limit: number): LogRow[] | undefined {
    return readLog(this.#sql, { id, owner }, after, limit);
  }

  /** Forgets the job where it has ended. */
  async remove(id: string, owner: string): Promise<Removal> {
    const removal = this.#change((sql) => removeJob(sql, id, owner));
    if (removal === "removed") await this.#forget();
    return removal;
  }

  /**
   * Tells the shards their shares, or forgets the job. Never rejects: an alarm that fails a few times never fires
   * again.
   */
  async onAlarm(): Promise<void> {
    this.#alarm.fired();
    try {
      const now = Date.now();
      this.#change((sql) => heedDeadline(sql, now));
      const job = readJob(this.#sql);
      if (job === undefined) return;
      const expired = job.endedAt !== null && deletionOf(job) <= now;
      if (expired || job.state === "deleting" || isGivenUp(job, now)) await this.#forget();
      else if (job.endedAt === null && job.state !== "uploading") await beginShards(this.#sql, this.#env, job);
    } catch (error) {
      console.error(error);
      this.#alarm.arm(Date.now() + RETRY_MS);
    }
    this.#arm();
  }

  /** Deletes the shards, then the job: one that is half deleted goes on when its alarm fires. */
  async #forget(): Promise<void> {
    this.#change((sql) => removeJob(sql));
    this.#alarm.arm(Date.now() + RETRY_MS);
    const job = readJob(this.#sql);
    if (job === undefined) return;
    await forgetShards(this.#sql, this.#env, job);
    await this.#alarm.forgetAll();
  }

  #arm(): void {
    const job = readJob(this.#sql);
    if (job === undefined) return;
    const { state, uploadUntil, endedAt } = job;
    if (state === "uploading") this.#alarm.arm(uploadUntil);
    else if (endedAt !== null) this.#alarm.arm(deletionOf(job));
    else this.#alarm.arm(Math.min(deadlineOf(job), Date.now() + 2 * leaseMsOf(this.#env)));
  }

  #moment(): Moment {
    return { now: Date.now(), leaseMs: leaseMsOf(this.#env) };
  }

  get #sql(): SqlStorage {
    return this.#state.storage.sql;
  }

  #change<T>(transition: (sql: SqlStorage) => T): T {
    const result = this.#state.storage.transactionSync(() => transition(this.#sql));
    this.#arm();
    return result;
  }
}
