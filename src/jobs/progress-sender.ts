// A shard sends its progress to its job, at most twice a second. The alarm sends what a process that ended did not.
import type { JobBindings } from "./bindings.ts";
import type { Counts } from "./counts.ts";
import { jobNameOf } from "./job-id.ts";
import type { ObjectState } from "./object-state.ts";
import { readShard, saveShard } from "./shard-schema.ts";

/** Milliseconds between two messages. */
const EVERY_MS = 500;

export class ProgressSender {
  readonly #storage: ObjectState["storage"];
  readonly #env: JobBindings;
  readonly #unwanted: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sentAt = 0;

  /** Calls `unwanted` if the job does not exist any more. */
  constructor(storage: ObjectState["storage"], env: JobBindings, unwanted: () => Promise<void>) {
    this.#storage = storage;
    this.#env = env;
    this.#unwanted = unwanted;
  }

  /** Sends the progress when half a second has passed since the last time. */
  sendSoon(): void {
    if (this.#timer !== undefined) return;
    const shard = readShard(this.#storage.sql);
    if (shard === undefined || shard.sentSeq === shard.seq) return;
    const waitMs = Math.max(0, this.#sentAt + EVERY_MS - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // The alarm tries again: it is set while there is something to send.
      void this.send().catch((error: unknown) => console.error(error));
    }, waitMs);
  }

  /**
   * Sends the progress now, if there is some. A shard that is being filled asks whether its upload is still under
   * way.
   */
  async send(): Promise<void> {
    const shard = readShard(this.#storage.sql);
    if (shard === undefined || (shard.sentSeq === shard.seq && shard.state !== "filling")) return;
    const { id, seq, settled } = shard;
    this.#sentAt = Date.now();
    const job = this.#env.JOB.getByName(jobNameOf(shard.job) ?? "");
    const counts = JSON.parse(shard.counts) as Counts;
    if (!(await job.hear(shard.job, { shard: id, seq, settled, counts }))) return this.#unwanted();
    this.#storage.transactionSync(() => {
      const now = readShard(this.#storage.sql);
      if (now !== undefined && now.sentSeq < seq) saveShard(this.#storage.sql, { ...now, sentSeq: seq });
    });
  }
}
