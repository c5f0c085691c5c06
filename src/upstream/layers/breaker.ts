// Leaves an upstream alone while it keeps failing: it recovers sooner, and no caller waits in vain.
import { admit, type CircuitPolicy, fail, leave, limitProbe, succeed } from "./circuit.ts";
import type { Answer, Call, Fetch } from "../call/fetch.ts";
import type { HealthKey } from "./health.ts";
import { UpstreamError } from "../call/outcome.ts";
import { isFailure, isRetryable } from "../call/status.ts";

/** Settings of the breaker for one call. */
export interface BreakerPolicy extends CircuitPolicy {
  /** The record to count in. */
  readonly health: HealthKey;
  /** Whether an attempt timeout is a failure. An ad-hoc call's timeout that is shorter than usual is not. */
  readonly countsTimeouts: boolean;
  /** Whether the body is read whole. If so, the end of the body decides, not the headers. */
  readonly readsWhole: boolean;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  /** The end of the request's upstream work, on the clock of `performance.now()`. */
  readonly deadlineAt: number;
}

/** Milliseconds that a probe may report late, because timers of a busy isolate fire late. */
const PROBE_GRACE_MS = 1_000;

/**
 * Counts failures in a row: network errors, attempt timeouts, 500, 502, 503, 504, 520 to 526 and 530. After `failures`
 * of them the breaker opens and refuses. After `cooldownMs` it is half-open and lets exactly one request through, the
 * probe. A success of the probe closes it. A failure opens it again, for longer. A cancelled request counts as neither,
 * and so does one that was sent before the breaker opened. A probe that never reports loses its place when its time is
 * over.
 *
 * The headers decide, unless the body is read whole: then `judgeBody` does.
 *
 * @throws `UpstreamError` with outcome `breaker_open`; nothing is sent then.
 */
export function withBreaker(next: Fetch, policy: BreakerPolicy): Fetch {
  const { health, readsWhole } = policy;
  return async function guardedByBreaker(request, call) {
    const probe = admit(health);
    if (probe === undefined) throw refusal(policy, call);
    try {
      const answer = await next(request, probe === 0 ? call : probing(policy, probe, call));
      const { status } = answer.response;
      if (isFailure(status)) fail(health, probe, policy);
      else if (readsWhole && !isRetryable(status)) answer.probe = probe;
      else succeed(health, probe);
      return answer;
    } catch (reason) {
      judgeFailure(policy, probe, reason, call);
      throw reason;
    }
  };
}

/** Counts the end of a body that was read whole, unless the headers decided. `broken`: why reading failed. */
export function judgeBody(
  policy: BreakerPolicy,
  { probe }: Answer,
  call: Call,
  broken?: { readonly reason: unknown },
): void {
  if (probe === undefined) return;
  const reason = broken?.reason;
  // A body that is too large comes from an upstream that works.
  const isWell = broken === undefined || (reason instanceof UpstreamError && reason.outcome === "too_large");
  if (isWell) succeed(policy.health, probe);
  else judgeFailure(policy, probe, reason, call);
}

function judgeFailure(policy: BreakerPolicy, probe: number, reason: unknown, call: Call): void {
  const timedOut = reason instanceof UpstreamError && reason.outcome === "timeout" && policy.countsTimeouts;
  const upstreamAtFault = timedOut || !(reason instanceof UpstreamError);
  if (upstreamAtFault && !call.signal.aborted) fail(policy.health, probe, policy);
  else leave(policy.health, probe);
}

/**
 * The call of a probe. The request's deadline limits how long it keeps others back; from its slot on, the attempt's
 * clock.
 */
function probing({ health, timeoutMs, deadlineAt }: BreakerPolicy, probe: number, call: Call): Call {
  limitProbe(health, probe, Math.max(0, deadlineAt - performance.now()) + PROBE_GRACE_MS);
  return {
    ...call,
    granted() {
      limitProbe(health, probe, timeoutMs + PROBE_GRACE_MS);
      call.granted?.();
    },
  };
}

function refusal({ health: { records, key } }: BreakerPolicy, { upstream }: Call): UpstreamError {
  const failures = records.get(key)?.failures ?? 0;
  return new UpstreamError(upstream, "breaker_open", `was not called: it failed ${failures} times in a row`);
}
