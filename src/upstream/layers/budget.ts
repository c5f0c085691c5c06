// The platform ends a request that makes too many subrequests, without saying which. Counting here gives a typed error first.
import type { Fetch } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

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

  /** Spends one subrequest on `upstream`. @throws `UpstreamError` with outcome `over_budget` where none is left. */
  spend(upstream: string): void {
    if (this.left <= 0)
      throw new UpstreamError(upstream, "over_budget", `needs a subrequest more than the ${this.limit} there are`);
    this.spent++;
  }
}

/**
 * Spends one subrequest for each request that is sent: attempts and redirect hops alike.
 *
 * @throws `UpstreamError` with outcome `over_budget` where none is left; nothing is sent then.
 */
export function withBudget(next: Fetch, budget: Budget): Fetch {
  return async function budgeted(request, call) {
    // What is aborted by now would not be sent.
    call.signal.throwIfAborted();
    budget.spend(call.upstream);
    return next(request, call);
  };
}
