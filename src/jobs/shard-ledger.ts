// A shard: the ledger of up to 100,000 requests of a job. Every change is a transition over its tables; this class
// says when each happens.
import { AlarmClock } from "./alarm-clock.ts";
import { append, type NewChunk, type ShardIdentity } from "./append.ts";
import { begin, type Share } from "./begin.ts";
import { type JobBindings, leaseMsOf } from "./bindings.ts";
import { type Answer, checkpoint, type Report } from "./checkpoint.ts";
import { type Claim, claim } from "./claim.ts";
import { giveUp } from "./give-up.ts";
import { endLeases } from "./leases.ts";
import type { Moment } from "./moment.ts";
import { nextAlarm } from "./next-alarm.ts";
import type { ObjectState } from "./object-state.ts";
import { uploadLeaseMs } from "./open-job.ts";
import { pump } from "./pump.ts";
import { readPage, type ResultRow } from "./read-page.ts";
import { sendChunks } from "./send-chunks.ts";
import { readShard } from "./shard-schema.ts";
import type { Ending } from "./job-status.ts";
import { ProgressSender } from "./progress-sender.ts";

/** Milliseconds until an alarm whose work failed is tried again. */
const RETRY_MS = 5_000;

export class ShardLedger {
  readonly #state: ObjectState;
  readonly #env: JobBindings;
  readonly #alarm: AlarmClock;
  readonly #progress: ProgressSender;

  constructor(state: ObjectState, env: JobBindings) {
    this.#state = state;
    this.#env = env;
    this.#alarm = new AlarmClock(state);
    this.#progress = new ProgressSender(state.storage, env, () => this.forget());
  }

  /** The upload adds chunks. The alarm is for an upload that dies: its shards are to be forgotten. */
  append(identity: ShardIdentity, chunks: readonly NewChunk[]): void {
    this.#change((sql) => append(sql, identity, chunks));
    this.#alarm.arm(Date.now() + 2 * uploadLeaseMs(leaseMsOf(this.#env)));
  }

  /** The job says: go on, with this share, or stop. */
  begin(share: Share, ending: Ending | null): void {
    this.#change((sql) => begin(sql, share, ending));
    this.#goOn();
  }

  /** A consumer of version `v` asks for the lines of a chunk. */
  claim(v: number, chunk: number): Claim | null {
    const claimed = this.#change((sql) => claim(sql, this.#moment(), v, chunk));
    this.#arm();
    return claimed;
  }

  /** A consumer reports. */
  checkpoint(chunk: number, token: number, report: Report): Answer {
    const answer = this.#change((sql) => checkpoint(sql, this.#moment(), chunk, token, report));
    this.#goOn();
    return answer;
  }

  /** Results after number `after`, up to `upTo`. */
  page(after: number, upTo: number): ResultRow[] {
    this.#arm();
    return readPage(this.#sql, after, upTo);
  }

  /** Deletes everything. */
  async forget(): Promise<void> {
    await this.#alarm.forgetAll();
  }

  /** Ends leases, goes on, and tells the job. Never rejects: an alarm that fails a few times never fires again. */
  async onAlarm(): Promise<void> {
    this.#alarm.fired();
    try {
      const shard = readShard(this.#sql);
      if (shard === undefined) return;
      this.#change((sql) => endLeases(sql, this.#moment()));
      this.#goOn();
      if (shard.state === "filling") this.#alarm.arm(Date.now() + uploadLeaseMs(leaseMsOf(this.#env)));
      await this.#progress.send();
    } catch (error) {
      console.error(error);
      this.#alarm.arm(Date.now() + RETRY_MS);
    }
  }

  /** Follows every change: sends chunks that may go now, sets the alarm, sends progress to the job. */
  #goOn(): void {
    const ids = this.#change((sql) => pump(sql, this.#moment()));
    if (this.#change(giveUp)) this.#alarm.arm(Date.now());
    this.#arm();
    if (ids.length > 0) this.#state.waitUntil(sendChunks(this.#sql, this.#env, ids));
    this.#progress.sendSoon();
  }

  #arm(): void {
    this.#alarm.arm(nextAlarm(this.#sql, Date.now()));
  }

  get #sql(): SqlStorage {
    return this.#state.storage.sql;
  }

  #moment(): Moment {
    return { now: Date.now(), leaseMs: leaseMsOf(this.#env) };
  }

  #change<T>(transition: (sql: SqlStorage) => T): T {
    return this.#state.storage.transactionSync(() => transition(this.#sql));
  }
}
