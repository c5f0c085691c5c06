// The platform ends a request that makes too many subrequests, without saying which. Counting here gives a typed error first.
import { UpstreamError } from "./outcome.ts";

/** How many subrequests one request may still make. */
export class Budget {
  readonly limit: number;
  /** Requests sent to upstreams. */
  spent = 0;
  /** Calls of the cache, which the platform counts as well. */
  cacheCalls = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get left(): number {
    return this.limit - this.spent - this.cacheCalls;
  }

  /** Spends one subrequest on `upstream`. @throws `UpstreamError` with outcome `over_budget` if none is left. */
  spend(upstream: string): void {
    if (this.left <= 0) throw new UpstreamError(upstream, "subrequests_used", `was not sent: ${this.#used()}`);
    this.spent++;
  }

  #used(): string {
    return `all ${this.limit} subrequests of this request are used`;
  }
}
