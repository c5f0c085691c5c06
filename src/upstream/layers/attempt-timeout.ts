// The clock of one attempt. It starts after the slot is granted, so the queue does not count. It runs until the end of
// the body, so a stalled body ends on time.
import type { Attempt } from "../call/attempt.ts";
import type { Send } from "../call/fetch.ts";
import { type Reason, UpstreamError } from "../call/outcome.ts";

/**
 * Gives each attempt `timeoutMs` milliseconds, body included, and `firstByteMs` for its headers.
 *
 * @throws {UpstreamError} with outcome `timeout`. The answer's signal aborts with it too.
 * @throws The reason that stopped the attempt.
 */
export function withAttemptTimeout(next: Send): Send {
  return async function timed(request, attempt) {
    const { call, stop } = attempt;
    const { timeoutMs, firstByteMs } = call.limits;
    const { alarms } = call.resources;
    const controller = new AbortController();
    attempt.signal = controller.signal;
    const cancelTimeout = alarms.set(timeoutMs, () => expire("attempt_timeout", `${timeoutMs} ms attempt timeout`));
    const cancelFirstByte =
      firstByteMs === undefined
        ? undefined
        : alarms.set(firstByteMs, () => expire("first_byte_timeout", `${firstByteMs} ms for its headers`));
    stop.addEventListener("abort", leave);
    if (stop.aborted) leave();
    attempt.clock(cancelTimeout, release);
    try {
      return await next(request, attempt);
    } catch (reason) {
      attempt.release();
      throw attempt.signal.aborted ? attempt.signal.reason : reason;
    } finally {
      cancelFirstByte?.();
    }

    function expire(reason: Reason, limit: string): void {
      controller.abort(timeoutError(attempt, reason, limit));
    }

    function leave(): void {
      release();
      controller.abort(stop.reason);
    }

    function release(): void {
      cancelTimeout();
      stop.removeEventListener("abort", leave);
    }
  };
}

/** Returns the error of an attempt that has passed `limit`. */
function timeoutError({ call }: Attempt, reason: Reason, limit: string): UpstreamError {
  return new UpstreamError(call.upstream, reason, `passed its ${limit} (${call.waited()})`);
}
