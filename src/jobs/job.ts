// The Durable Object of a job. What it does is in JobLedger.
import { DurableObject } from "cloudflare:workers";
import type { JobBindings } from "./bindings.ts";
import type { Progress } from "./hear-shard.ts";
import { JobLedger } from "./job-ledger.ts";
import type { LogRow } from "./job-schema.ts";
import type { Watched } from "./job-status.ts";
import type { Opened, Opening } from "./open-job.ts";
import type { Removal } from "./remove-job.ts";

export class Job extends DurableObject<JobBindings> {
  readonly #ledger = new JobLedger(this.ctx, this.env);

  open(opening: Opening): Opened {
    return this.#ledger.open(opening);
  }

  renew(id: string): boolean {
    return this.#ledger.renew(id);
  }

  seal(id: string, digest: string, totals: readonly number[]): boolean {
    return this.#ledger.seal(id, digest, totals);
  }

  async abandon(id: string): Promise<void> {
    await this.#ledger.abandon(id);
  }

  hear(id: string, progress: Progress): boolean {
    return this.#ledger.hear(id, progress);
  }

  async cancel(id: string, owner: string): Promise<Watched | undefined> {
    return this.#ledger.cancel(id, owner);
  }

  watch(id: string, owner: string): Watched | undefined {
    return this.#ledger.watch(id, owner);
  }

  log(id: string, owner: string, after: number, limit: number): LogRow[] | undefined {
    return this.#ledger.log(id, owner, after, limit);
  }

  async remove(id: string, owner: string): Promise<Removal> {
    return this.#ledger.remove(id, owner);
  }

  override async alarm(): Promise<void> {
    await this.#ledger.onAlarm();
  }
}
