// The clock of one attempt. It starts below the slot, so that an upstream is not blamed for the queue, and it runs until the
// body has been read, so that a body that stalls ends on time.
import type { Attempt } from "../call/attempt.ts";
import type { Send } from "../call/fetch.ts";
import { type Reason, UpstreamError } from "../call/outcome.ts";

/**
 * Gives each attempt `timeoutMs` milliseconds, body included, and `firstByteMs` of these for its headers.
 *
 * @throws `UpstreamError` with outcome `timeout`, which is also the reason the answer's signal aborts with; the reason
 * that stopped the attempt.
 */
export function withAttemptTimeout(next: Send): Send {
  return async function timed(request, attempt) {
    const { call, stop } = attempt;
    const { timeoutMs, firstByteMs } = call.limits;
    const { alarms } = call.resources;
    const controller = new AbortController();
    attempt.signal = controller.signal;
    const callOff = alarms.set(timeoutMs, () => expire("attempt_timeout", `${timeoutMs} ms attempt timeout`));
    const callOffFirst =
      firstByteMs === undefined
        ? undefined
        : alarms.set(firstByteMs, () => expire("first_byte_timeout", `${firstByteMs} ms for its headers`));
    stop.addEventListener("abort", leave);
    if (stop.aborted) leave();
    attempt.clock(callOff, release);
    try {
      return await next(request, attempt);
    } catch (reason) {
      attempt.release();
      throw attempt.signal.aborted ? attempt.signal.reason : reason;
    } finally {
      callOffFirst?.();
    }

    function expire(reason: Reason, limit: string): void {
      controller.abort(timeoutError(attempt, reason, limit));
    }

    function leave(): void {
      release();
      controller.abort(stop.reason);
    }

    function release(): void {
      callOff();
      stop.removeEventListener("abort", leave);
    }
  };
}

/** The error of an attempt that has passed `limit`. */
function timeoutError({ call }: Attempt, reason: Reason, limit: string): UpstreamError {
  return new UpstreamError(call.upstream, reason, `passed its ${limit} (${call.waited()})`);
}
