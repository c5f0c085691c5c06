// A shard tells its job where it is, at most twice a second. What is lost with the process, the alarm tells again.
import type { JobBindings } from "./bindings.ts";
import type { Counts } from "./counts.ts";
import { jobNameOf } from "./job-id.ts";
import type { ObjectState } from "./object-state.ts";
import { readShard, saveShard } from "./shard-schema.ts";

/** Milliseconds between two tellings. */
const EVERY_MS = 500;

export class ShardTeller {
  readonly #storage: ObjectState["storage"];
  readonly #env: JobBindings;
  readonly #unwanted: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldAt = 0;

  /** `unwanted` is called where the job is not there any more. */
  constructor(storage: ObjectState["storage"], env: JobBindings, unwanted: () => Promise<void>) {
    this.#storage = storage;
    this.#env = env;
    this.#unwanted = unwanted;
  }

  /** Tells the job when half a second has passed since the last time. */
  tellSoon(): void {
    const shard = readShard(this.#storage.sql);
    if (this.#timer !== undefined || shard === undefined || shard.told === shard.seq) return;
    const waitMs = Math.max(0, this.#toldAt + EVERY_MS - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // The alarm that is set while there is something to tell tries again.
      void this.tell().catch((error: unknown) => console.error(error));
    }, waitMs);
  }

  /** Tells the job now, where there is something new. A shard that is being filled asks whether its upload is still under way. */
  async tell(): Promise<void> {
    const shard = readShard(this.#storage.sql);
    if (shard === undefined || (shard.told === shard.seq && shard.state !== "filling")) return;
    const { id, seq, settled } = shard;
    this.#toldAt = Date.now();
    const job = this.#env.JOB.getByName(jobNameOf(shard.job) ?? "");
    const counts = JSON.parse(shard.counts) as Counts;
    if (!(await job.hear(shard.job, { shard: id, seq, settled, counts }))) return this.#unwanted();
    this.#storage.transactionSync(() => {
      const now = readShard(this.#storage.sql);
      if (now !== undefined && now.told < seq) saveShard(this.#storage.sql, { ...now, told: seq });
    });
  }
}
