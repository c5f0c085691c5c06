// The Durable Object of a shard. What it does is in ShardLedger.
import { DurableObject } from "cloudflare:workers";
import type { NewChunk, ShardIdentity } from "./append.ts";
import type { Share } from "./begin.ts";
import type { JobBindings } from "./bindings.ts";
import type { Answer, Report } from "./checkpoint.ts";
import type { Claim } from "./claim.ts";
import type { ResultRow } from "./read-page.ts";
import { ShardLedger } from "./shard-ledger.ts";
import type { Ending } from "./job-status.ts";

export class Shard extends DurableObject<JobBindings> {
  readonly #ledger = new ShardLedger(this.ctx, this.env);

  append(identity: ShardIdentity, chunks: readonly NewChunk[]): void {
    this.#ledger.append(identity, chunks);
  }

  begin(share: Share, ending: Ending | null): void {
    this.#ledger.begin(share, ending);
  }

  claim(v: number, chunk: number): Claim | null {
    return this.#ledger.claim(v, chunk);
  }

  checkpoint(chunk: number, token: number, report: Report): Answer {
    return this.#ledger.checkpoint(chunk, token, report);
  }

  page(after: number, upTo: number): ResultRow[] {
    return this.#ledger.page(after, upTo);
  }

  async forget(): Promise<void> {
    await this.#ledger.forget();
  }

  override async alarm(): Promise<void> {
    await this.#ledger.onAlarm();
  }
}
