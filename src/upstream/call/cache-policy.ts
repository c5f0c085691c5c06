// For how long the answers of a declared upstream may be used again.

/** How long an upstream's answers may stand in for it. */
export interface CachePolicy {
  /** Seconds for which an answer is used instead of asking again. */
  readonly freshS: number;
  /** Seconds after these for which it is used if the upstream fails: network, time, 5xx or open breaker. @default 0 */
  readonly staleIfErrorS?: number;
  /** Seconds after `freshS` for which a cache before the Worker may send it while it asks for a new answer. @default 0 */
  readonly staleWhileRevalidateS?: number;
}

/** @throws `RangeError` for seconds that no cache could count. */
export function checkCachePolicy({ freshS, staleIfErrorS = 0, staleWhileRevalidateS = 0 }: CachePolicy): void {
  for (const [name, seconds] of Object.entries({ freshS, staleIfErrorS, staleWhileRevalidateS })) {
    if (!Number.isSafeInteger(seconds) || seconds < 0)
      throw new RangeError(`${name} must be a whole number of seconds, not ${seconds}`);
  }
}
