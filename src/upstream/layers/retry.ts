// A second try for what may well work the second time, spread out so that many callers do not come back at once.
import { sleep } from "../../gather/index.ts";
import { earnExtraAttempt, type ExtraPolicy, takeExtraAttempt } from "./extra-attempts.ts";
import { type Answer, type Call, discard, type Fetch, type Outbound, repeatable } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isFailure, isRetryable } from "../call/status.ts";
import { readWhole, type WholeBodyPolicy } from "./whole-body.ts";

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
  /** The conditions of each retry. */
  readonly extra: ExtraPolicy;
  /** How to read the body whole; `undefined`: a try ends with its headers. */
  readonly body: WholeBodyPolicy | undefined;
  /** Draws from [0, 1); `Math.random` but for tests. */
  readonly random?: () => number;
}

/**
 * Tries again after a network error, before the headers or inside a body that is read whole, and after 408, 425, 429,
 * 500, 502, 503, 504 and 520 to 524, if the method may be repeated. Waits at least as long as `Retry-After` says,
 * without a slot. The last answer comes back unchanged.
 *
 * @throws the last try's reason.
 */
export function withRetry(next: Fetch, policy: RetryPolicy): Fetch {
  const { extra, body } = policy;
  return async function retried(request, call) {
    let before: { readonly reason: unknown; readonly status: number | undefined } | undefined;
    for (let retry = 1; ; retry++) {
      let headers: Headers | undefined;
      let waitMs: number | undefined;
      try {
        const answer = await next(request, call);
        headers = answer.response.headers;
        if (isRetryable(answer.response.status)) waitMs = waitFor(request, call, retry, headers);
        if (waitMs === undefined) return await finish(answer, call);
        void discard(answer);
        before = undefined;
      } catch (reason) {
        // A retry that was refused before it was sent says less than what the try before it met.
        if (before !== undefined && isRefusal(reason)) {
          call.trace.status = before.status;
          throw before.reason;
        }
        waitMs = reason instanceof UpstreamError ? undefined : waitFor(request, call, retry, headers);
        if (waitMs === undefined) throw reason;
        before = { reason, status: call.trace.status };
      }
      call.trace.status = undefined;
      call.trace.tell("retry");
      await sleep(waitMs, call);
      call.trace.tell("queued");
    }
  };

  /**
   * Milliseconds until a retry, for which it takes an extra attempt; `undefined`: no retry. `headers`: of the last try.
   */
  function waitFor(request: Outbound, { signal }: Call, retry: number, headers?: Headers): number | undefined {
    const { retries, baseMs, maxMs, maxRetryAfterMs, idempotent, deadlineAt, random = Math.random } = policy;
    if (retry > retries || signal.aborted || !repeatable(request, idempotent)) return undefined;
    const floorMs = retryAfterMs(headers?.get("Retry-After") ?? null, Date.now());
    const waitMs = Math.max(floorMs, random() * Math.min(maxMs, baseMs * 2 ** (retry - 1)));
    const inTime = floorMs <= maxRetryAfterMs && performance.now() + waitMs < deadlineAt;
    return inTime && takeExtraAttempt(extra) ? waitMs : undefined;
  }

  async function finish(answer: Answer, call: Call): Promise<Answer> {
    if (body !== undefined) await readWhole(answer, call, body);
    const { status } = answer.response;
    if (!isRetryable(status) && !isFailure(status)) earnExtraAttempt(extra.health);
    return answer;
  }
}

function isRefusal(reason: unknown): boolean {
  return reason instanceof UpstreamError && (reason.outcome === "breaker_open" || reason.outcome === "over_budget");
}
