// A second try for what may well work the second time, spread out so that many callers do not come back at once.
import { sleep } from "../gather/index.ts";
import { type Answer, discard, type Fetch, type Outbound, repeatable } from "./fetch.ts";
import { UpstreamError } from "./outcome.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isRetryable } from "./status.ts";

/** How a call is retried. */
export interface RetryPolicy {
  /** Tries after the first. */
  readonly retries: number;
  /** The wait before retry n is drawn evenly from 0 to `baseMs` x 2^(n-1), at most `maxMs`. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** The longest `Retry-After` that is waited for, in milliseconds; a longer one ends the retries. */
  readonly maxRetryAfterMs: number;
  /** Whether the call may be repeated though its method does not say so. */
  readonly idempotent: boolean;
  /** When the wait must be over, on the clock of `performance.now()`. */
  readonly deadlineAt: number;
  /** Whether another request could be sent at all: an answer is not given up for a refusal. */
  readonly maySend: (request: Outbound) => boolean;
  /** What all calls of the request may spend on retries. */
  readonly budget: RetryBudget;
  /** Draws from [0, 1); `Math.random` but for tests. */
  readonly random?: () => number;
}

/** What one try came to. */
type Tried = { readonly answer: Answer } | { readonly reason: unknown };

/**
 * Tries again after a network error and after 408, 425, 429, 500, 502, 503, 504 and 520 to 524, for methods that may be
 * repeated. Waits at least as long as `Retry-After` says, holding no slot. What cannot be retried any more comes back as it was.
 */
export function withRetry(next: Fetch, policy: RetryPolicy): Fetch {
  const { retries, idempotent, budget, deadlineAt } = policy;
  return async function retried(request, call) {
    budget.noteCall();
    const mayRepeat = repeatable(request, idempotent);
    let before: Tried | undefined;
    for (let retry = 1; ; retry++) {
      const outcome: Tried = await next(request, call).then(
        (answer) => ({ answer }),
        (reason: unknown) => ({ reason }),
      );
      // A retry that was refused before it was sent says less than what the try before it met.
      if (isRefusal(outcome) && before !== undefined && "reason" in before) throw before.reason;
      const waitMs = waitFor(outcome, retry);
      const due = performance.now() + (waitMs ?? Infinity);
      const inTime = !call.signal.aborted && due < deadlineAt;
      const goesOn = mayRepeat && retry <= retries && inTime && policy.maySend(request) && budget.take();
      if (!goesOn || waitMs === undefined) {
        if ("answer" in outcome) return outcome.answer;
        throw outcome.reason;
      }
      if ("answer" in outcome) await discard(outcome.answer);
      call.trace.tell("retry");
      await sleep(waitMs, call);
      call.trace.tell("queued");
      before = outcome;
    }
  };

  /** Milliseconds until a retry, or `undefined` where there is to be none. */
  function waitFor(tried: Tried, retry: number): number | undefined {
    const jitterMs = (policy.random ?? Math.random)() * Math.min(policy.maxMs, policy.baseMs * 2 ** (retry - 1));
    if ("reason" in tried) return tried.reason instanceof UpstreamError ? undefined : jitterMs;
    const { status, headers } = tried.answer.response;
    if (!isRetryable(status)) return undefined;
    const floorMs = retryAfterMs(headers.get("Retry-After"), Date.now());
    return floorMs > policy.maxRetryAfterMs ? undefined : Math.max(floorMs, jitterMs);
  }
}

function isRefusal(tried: Tried): boolean {
  if ("answer" in tried || !(tried.reason instanceof UpstreamError)) return false;
  return tried.reason.outcome === "breaker_open" || tried.reason.outcome === "over_budget";
}
