// Counts subrequests. Past its limit the platform ends a request, without a hint. This counter gives a typed error
// first.
import { UpstreamError } from "./outcome.ts";

/** The subrequests that one request may still make. */
export class Budget {
  readonly limit: number;
  /** Requests sent to upstreams. */
  spent = 0;
  /** Cache calls. The platform counts them too. */
  cacheCalls = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get left(): number {
    return this.limit - this.spent - this.cacheCalls;
  }

  /** Spends one subrequest on `upstream`. @throws {UpstreamError} with outcome `over_budget` if none is left. */
  spend(upstream: string): void {
    if (this.left <= 0) throw new UpstreamError(upstream, "subrequests_used", `was not sent: ${this.#used()}`);
    this.spent++;
  }

  #used(): string {
    return `all ${this.limit} subrequests of this request are used`;
  }
}
