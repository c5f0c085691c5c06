// How long the answers of a declared upstream may be used again.

/** The cache policy of an upstream. */
export interface CachePolicy {
  /** Seconds for which an answer is used without a new call. */
  readonly freshS: number;
  /** Seconds after that for which it is used if the upstream fails: network, time, 5xx or open breaker. @default 0 */
  readonly staleIfErrorS?: number;
  /** Seconds after `freshS` in which a cache before the Worker may send it while it fetches a new one. @default 0 */
  readonly staleWhileRevalidateS?: number;
}

/** @throws {RangeError} for seconds that a cache cannot count. */
export function checkCachePolicy({ freshS, staleIfErrorS = 0, staleWhileRevalidateS = 0 }: CachePolicy): void {
  for (const [name, seconds] of Object.entries({ freshS, staleIfErrorS, staleWhileRevalidateS })) {
    if (!Number.isSafeInteger(seconds) || seconds < 0)
      throw new RangeError(`${name} must be a whole number of seconds, not ${seconds}`);
  }
}
