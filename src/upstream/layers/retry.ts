// Tries again after failures that may pass. Random waits keep callers from coming back at the same time.
import { sleep } from "../../gather/index.ts";
import type { Call } from "../call/call.ts";
import { type Answer, discard, type Fetch, type Outbound, repeatable } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";
import { isFailure, isRetryable } from "../call/status.ts";
import { earnExtraAttempt, takeExtraAttempt } from "./extra-attempts.ts";
import { nextTarget } from "./next-target.ts";
import { retryAfterMs } from "./retry-after.ts";
import { readWhole } from "./whole-body.ts";

/** The wait before retry n is random, from 0 to `BASE_MS` x 2^(n-1), at most `MOST_MS`. */
export const BASE_MS = 100;
export const MOST_MS = 2_000;

/** The longest accepted `Retry-After`, in milliseconds. A longer one ends the retries. */
const MOST_RETRY_AFTER_MS = 10_000;

/**
 * Tries again after a network error, before the headers or inside a body that is read whole, and after 408, 425, 429,
 * 500, 502, 503, 504 and 520 to 524, if the method may be repeated. Waits at least as long as `Retry-After` says,
 * without a slot. The first try at each further origin of an upstream does not wait; origins whose breaker is open are
 * passed over. The last answer comes back unchanged.
 *
 * @throws The error of the last try.
 */
export function withRetry(next: Fetch): Fetch {
  return async function retried(request, call) {
    let before: { readonly reason: unknown; readonly status: number | undefined } | undefined;
    for (let retry = 1; ; retry++) {
      let headers: Headers | undefined;
      let waitMs: number | undefined;
      try {
        nextTarget(call);
        const answer = await next(request, call);
        headers = answer.response.headers;
        if (isRetryable(answer.response.status)) waitMs = waitFor(request, call, retry, headers);
        if (waitMs === undefined) {
          if (call.limits.readsWhole) await readWhole(answer, call);
          earn(answer, call);
          return answer;
        }
        void discard(answer);
        before = undefined;
      } catch (reason) {
        // A retry that was refused before it was sent says less than the try before it.
        if (before !== undefined && isRefusal(reason)) {
          call.status = before.status;
          throw before.reason;
        }
        waitMs = reason instanceof UpstreamError ? undefined : waitFor(request, call, retry, headers);
        if (waitMs === undefined) throw reason;
        before = { reason, status: call.status };
      }
      call.status = undefined;
      call.tell("retry");
      if (waitMs > 0) await sleep(waitMs, call);
      call.tell("queued");
    }
  };
}

/** Takes an extra attempt and returns the milliseconds until a retry, or `undefined`. `headers`: of the last try. */
function waitFor(request: Outbound, call: Call, retry: number, headers?: Headers): number | undefined {
  const { retries, idempotent } = call.limits;
  if (retry > retries || call.signal.aborted || !repeatable(request, idempotent)) return undefined;
  if (hasUntried(call)) return takeExtraAttempt(call) ? 0 : undefined;
  const floorMs = retryAfterMs(headers?.get("Retry-After") ?? null, Date.now());
  const waitMs = Math.max(floorMs, Math.random() * Math.min(MOST_MS, BASE_MS * 2 ** (retry - 1)));
  const inTime = floorMs <= MOST_RETRY_AFTER_MS && performance.now() + waitMs < call.resources.deadlineAt;
  return inTime && takeExtraAttempt(call) ? waitMs : undefined;
}

/** A success earns a part of an extra attempt. */
function earn({ response: { status } }: Answer, { limits: { targets } }: Call): void {
  if (!isRetryable(status) && !isFailure(status)) earnExtraAttempt(targets[0].health);
}

/** Returns true if the call has an unused target. It then need not wait before the retry. */
function hasUntried({ limits, tries }: Call): boolean {
  const { length } = limits.targets;
  return length > 1 && tries < length;
}

function isRefusal(reason: unknown): boolean {
  return reason instanceof UpstreamError && (reason.outcome === "breaker_open" || reason.outcome === "over_budget");
}
