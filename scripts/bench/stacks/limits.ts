// The limits of every stack, ours included, so that all of them do the same work.

/** Upstream calls of one request that run at a time. */
export const SLOTS = 6;

/** Milliseconds for one attempt: long enough that a busy machine does not fail one. */
export const TIMEOUT_MS = 5_000;

/** Attempts after the first. */
export const RETRIES = 2;

/** Milliseconds before the first retry, at most; each further wait may be twice as long. */
export const BACKOFF_MS = 100;

/** Failed calls in a row that open a breaker, and the milliseconds until it lets a call through again. */
export const FAILURES = 10;
export const COOLDOWN_MS = 5_000;

/** The wait before retry `retry`, which counts from 1: full jitter, as our retries have it. */
export function backoffMs(retry: number): number {
  return Math.random() * BACKOFF_MS * 2 ** (retry - 1);
}
