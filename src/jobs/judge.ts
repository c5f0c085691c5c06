// Decides if the result of a request is final, or if the request is tried again later.

/** As much of a result as decides. */
export interface Judged {
  readonly outcome: string;
  readonly status?: number | undefined;
  /** The number of times that it was sent. */
  readonly attempts: number;
  /** Milliseconds that the upstream asked to be left alone. */
  readonly retryAfterMs: number;
}

/** The decision: final, lost, or later. `pauses` asks to leave the upstream alone until then. */
export type Verdict =
  | { readonly what: "settle" | "lost" }
  | { readonly what: "later"; readonly waitMs: number; readonly tried: boolean; readonly pauses: boolean };

/** Times that a request is put off. The waits add up to about twenty minutes. */
const MAX_PUT_OFFS = 10;

/** Retries of a request that failed. */
const MAX_RETRIES = 2;

/** Milliseconds: the first wait where an upstream names none, doubled each time; and the longest. */
const BASE_MS = 1_000;
const MAX_WAIT_MS = 300_000;

/** Statuses of requests that may well work later. Those from 520 to 524 are Cloudflare's, of an origin in trouble. */
const PASSING = new Set([408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/**
 * Judges a result. A 429 and an open breaker put off, whatever the method: nothing was done. What was cut off or
 * failed in passing is tried again where it may be sent twice; where it must not, and was sent, it is lost.
 */
export function judge({ outcome, status, attempts, retryAfterMs }: Judged, once: boolean, putOffs: number): Verdict {
  const backoffMs = Math.min(MAX_WAIT_MS, BASE_MS * 2 ** putOffs);
  const waitMs = Math.max(retryAfterMs, backoffMs);
  const again = { what: "later", waitMs, tried: true, pauses: retryAfterMs > 0 } as const;
  const asked = status === 429 || (status === 503 && retryAfterMs > 0 && !once);
  if (asked || outcome === "breaker_open") return putOffs < MAX_PUT_OFFS ? again : { what: "settle" };
  // Never sent: the consumer had no subrequest, or no time, left for it.
  if (outcome === "over_budget" || outcome === "not_attempted")
    return putOffs < MAX_PUT_OFFS ? { ...again, waitMs: 0, pauses: false } : { what: "settle" };
  if (outcome === "deadline" || outcome === "cancelled" || outcome === "client_gone") {
    if (once && attempts > 0) return { what: "lost" };
    if (putOffs >= MAX_PUT_OFFS) return { what: "settle" };
    return { what: "later", waitMs: 0, tried: attempts > 0, pauses: false };
  }
  const passing = outcome === "network" || outcome === "timeout" || (status !== undefined && PASSING.has(status));
  return passing && !once && putOffs < MAX_RETRIES ? again : { what: "settle" };
}
