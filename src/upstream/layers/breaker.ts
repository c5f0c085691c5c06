// Stops calling an upstream that keeps failing: it recovers sooner, and no caller waits in vain.
import type { Attempt } from "../call/attempt.ts";
import type { Call } from "../call/call.ts";
import type { CircuitPolicy } from "../call/call-limits.ts";
import type { Answer, Probe, Send } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";
import { isFailure, isRetryable } from "../call/status.ts";
import { admit, fail, leave, limitProbe, succeed } from "./circuit.ts";

/** Milliseconds that a probe may report late, because timers of a busy isolate fire late. */
const PROBE_GRACE_MS = 1_000;

/**
 * Counts failures in a row: network errors, attempt timeouts, 500, 502, 503, 504, 520 to 526 and 530. After `failures`
 * of them the breaker opens and refuses calls. After `cooldownMs` it is half-open and lets exactly one request through,
 * the probe. If the probe succeeds, the breaker closes. If it fails, the breaker opens again, for longer.
 *
 * A cancelled request does not count, nor does one that was sent before the breaker opened. A probe that never reports
 * loses its place when its time is over. The headers decide, unless the body is read whole. Then `judgeBody` decides.
 *
 * @throws {UpstreamError} with outcome `breaker_open`. Then nothing is sent.
 */
export function withBreaker(next: Send): Send {
  return async function guardedByBreaker(request, attempt) {
    const { call, stop } = attempt;
    const { breaker, readsWhole } = call.limits;
    const { health } = attempt.target;
    if (breaker === undefined) return next(request, attempt);
    const probe = admit(health);
    if (probe === undefined) throw refusal(attempt);
    if (probe > 0) limitWhileRunning(probe, attempt);
    try {
      const answer = await next(request, attempt);
      const { status } = answer.response;
      if (isFailure(status)) fail(health, probe, breaker);
      else if (readsWhole && !isRetryable(status)) answer.probe = { number: probe, health };
      else succeed(health, probe);
      return answer;
    } catch (reason) {
      judgeFailure(call, { number: probe, health }, breaker, { reason, stopped: stop.aborted });
      throw reason;
    }
  };
}

/** Counts the end of a body that was read whole, unless the headers have decided. `broken`: the error of the read. */
export function judgeBody({ probe }: Answer, call: Call, broken?: { readonly reason: unknown }): void {
  const { breaker } = call.limits;
  if (probe === undefined || breaker === undefined) return;
  const reason = broken?.reason;
  // A body that is too large comes from an upstream that works.
  const isWell = broken === undefined || (reason instanceof UpstreamError && reason.outcome === "too_large");
  if (isWell) succeed(probe.health, probe.number);
  else judgeFailure(call, probe, breaker, { reason, stopped: call.signal.aborted });
}

/** `stopped`: true if the attempt was ended from outside. */
function judgeFailure(
  { limits: { countsTimeouts } }: Call,
  { number, health }: Probe,
  breaker: CircuitPolicy,
  { reason, stopped }: { readonly reason: unknown; readonly stopped: boolean },
): void {
  const timedOut = reason instanceof UpstreamError && reason.outcome === "timeout" && countsTimeouts;
  const upstreamAtFault = timedOut || !(reason instanceof UpstreamError);
  if (upstreamAtFault && !stopped) fail(health, number, breaker);
  else leave(health, number);
}

/** Limits how long a probe blocks other requests: by the deadline in the queue, by the attempt timeout after it. */
function limitWhileRunning(probe: number, attempt: Attempt): void {
  const { limits, resources } = attempt.call;
  const { health } = attempt.target;
  const { timeoutMs } = limits;
  limitProbe(health, probe, Math.max(0, resources.deadlineAt - performance.now()) + PROBE_GRACE_MS);
  attempt.whenGranted(() => limitProbe(health, probe, timeoutMs + PROBE_GRACE_MS));
}

function refusal({ call: { upstream }, target: { health } }: Attempt): UpstreamError {
  const failures = health.records.get(health.key)?.failures ?? 0;
  return new UpstreamError(upstream, "breaker_open", `was not called: it failed ${failures} times in a row`);
}
