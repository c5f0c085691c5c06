// An upstream that keeps failing is left alone for a while: it recovers sooner, and nobody waits for what will fail anyway.
import type { Fetch } from "./fetch.ts";
import { UpstreamError } from "./outcome.ts";
import { isFailure } from "./status.ts";

/** When a breaker opens, and for how long. */
export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds it stays open before one probe is let through. */
  readonly cooldownMs: number;
  /** Whether an attempt timeout is a failure: not where the caller chose a shorter one than upstreams are usually given. */
  readonly countsTimeouts: boolean;
}

/** One upstream's record. Plain data: it is the only thing that requests of an isolate share. */
interface Breaker {
  failures: number;
  /** When the next probe may go, in milliseconds since 1970; 0 while closed. */
  openUntil: number;
  probing: boolean;
}

/** Upstreams that are remembered; the one that failed longest ago is forgotten first. */
const MAX_BREAKERS = 1_000;

const breakers = new Map<string, Breaker>();

/**
 * Counts failures in a row per origin: network errors, attempt timeouts, 500, 502, 503, 504, 520 to 526 and 530. After `failures`
 * of them it is open and refuses; after `cooldownMs` it is half-open and lets exactly one request through, whose success closes it and whose failure opens it again.
 * A request that was cancelled counts as neither, and so does one that was sent before it opened. Only headers count: what becomes of a body
 * is not seen from here.
 *
 * @throws `UpstreamError` with outcome `breaker_open`; nothing is sent then.
 */
export function withBreaker(next: Fetch, { failures, cooldownMs, countsTimeouts }: BreakerPolicy): Fetch {
  return async function guardedByBreaker(request, call) {
    const { origin } = request.url;
    const breaker = breakers.get(origin);
    const open = breaker !== undefined && breaker.openUntil > 0;
    if (open && refuses(breaker)) {
      throw new UpstreamError(
        call.upstream,
        "breaker_open",
        `was not called: it failed ${breaker.failures} times in a row`,
      );
    }
    if (open) breaker.probing = true;
    try {
      const answer = await next(request, call);
      if (isFailure(answer.response.status)) fail(origin, open);
      else succeed(origin, open);
      return answer;
    } catch (reason) {
      const upstreamAtFault = !(reason instanceof UpstreamError) || (reason.outcome === "timeout" && countsTimeouts);
      if (upstreamAtFault && !call.signal.aborted) fail(origin, open);
      throw reason;
    } finally {
      if (open) breaker.probing = false;
    }
  };

  function succeed(origin: string, probed: boolean): void {
    if (probed || breakers.get(origin)?.openUntil === 0) breakers.delete(origin);
  }

  function fail(origin: string, probed: boolean): void {
    const breaker = breakers.get(origin) ?? { failures: 0, openUntil: 0, probing: false };
    if (breaker.openUntil > 0 && !probed) return;
    breaker.failures++;
    if (breaker.failures >= failures) breaker.openUntil = Date.now() + cooldownMs;
    breakers.delete(origin);
    breakers.set(origin, breaker);
    const [oldest] = breakers.keys();
    if (breakers.size > MAX_BREAKERS && oldest !== undefined) breakers.delete(oldest);
  }
}

/** Whether a request to `origin` would be refused now. */
export function isOpen(origin: string): boolean {
  const breaker = breakers.get(origin);
  return breaker !== undefined && breaker.openUntil > 0 && refuses(breaker);
}

function refuses({ probing, openUntil }: Breaker): boolean {
  return probing || Date.now() < openUntil;
}
