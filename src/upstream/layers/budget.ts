// Counts each request that is sent.
import type { Send } from "../call/fetch.ts";

/**
 * Spends one subrequest for each request that is sent. Attempts and redirect hops both count.
 *
 * @throws {UpstreamError} with outcome `over_budget` if none is left. Then nothing is sent.
 */
export function withBudget(next: Send): Send {
  return function budgeted(request, attempt) {
    // An aborted request would not be sent.
    attempt.signal.throwIfAborted();
    attempt.call.resources.budget.spend(attempt.call.upstream);
    return next(request, attempt);
  };
}
