// One thing that can be asked of a deployed Worker from outside.

/** The Worker to ask. */
export interface Target {
  /** The Worker's origin, without a trailing slash. */
  readonly url: string;
  /** A key of `API_KEYS`. */
  readonly key: string | undefined;
  /** A URL that the Worker allows its callers to reach. */
  readonly upstream: string;
  /** Ends every request of a check when its time is over. */
  readonly signal: AbortSignal;
}

/** A check. */
export interface Check {
  readonly name: string;
  /** The route that it asks, as `GET /hello`. A Worker without that route is not asked. */
  readonly route?: string;
  /** True if it needs a key. Without one the check is not run. */
  readonly keyed?: boolean;
  /** Resolves to a sentence about what holds. @throws `Error` that says what does not hold. */
  readonly run: (target: Target) => Promise<string>;
}

/** @throws `Error` with `otherwise` unless `condition` holds. */
export function holds(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
