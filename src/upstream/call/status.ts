// Statuses by what they say about the upstream. On Workers a dead origin behind Cloudflare answers 520 to 530. It does
// not refuse the connection.
// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/

/** Failures that may pass. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Failures of the upstream. 525, 526 and 530 are a bad certificate or name: a second try does not help. */
const FAILURES: ReadonlySet<number> = new Set([500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530]);

/** Returns true if a retry may help: 408, 425, 429, 500, 502, 503, 504 and 520 to 524. */
export function isRetryable(status: number): boolean {
  return RETRYABLE.has(status);
}

/** Returns true for a failure of the upstream, not of the request: 500, 502, 503, 504, 520 to 526 and 530. */
export function isFailure(status: number): boolean {
  return FAILURES.has(status);
}
