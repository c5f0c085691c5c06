// The clock of one attempt. It starts here, below the slot, so that an upstream is not blamed for the queue, and it runs until the body
// has been read, so that a body that stalls ends on time.
import type { Alarms } from "../../gather/index.ts";
import { AttemptTrace } from "../call/call-trace.ts";
import type { Fetch } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

/**
 * Gives each attempt `timeoutMs` milliseconds, body included.
 *
 * @throws `UpstreamError` with outcome `timeout`, which is also the reason the answer's signal aborts with; the call's own reason.
 */
export function withAttemptTimeout(next: Fetch, alarms: Alarms, timeoutMs: number): Fetch {
  return async function timed(request, call) {
    const attempt = new AbortController();
    const callOff = alarms.set(timeoutMs, expire);
    call.signal.addEventListener("abort", leave);
    if (call.signal.aborted) leave();
    const trace = new AttemptTrace(call.trace);
    try {
      const answer = await next(request, { ...call, signal: attempt.signal, attempt: trace });
      return {
        ...answer,
        release() {
          answer.release();
          release();
        },
      };
    } catch (reason) {
      release();
      throw attempt.signal.aborted ? attempt.signal.reason : reason;
    }

    function expire(): void {
      const what = `passed its ${timeoutMs} ms attempt timeout (${call.trace.waited()})`;
      attempt.abort(new UpstreamError(call.upstream, "timeout", what));
    }

    function leave(): void {
      callOff();
      attempt.abort(call.signal.reason);
    }

    function release(): void {
      callOff();
      call.signal.removeEventListener("abort", leave);
    }
  };
}
