// The times of a call, for reports.

/** The times of a call in milliseconds. On Workers, clocks stand still while code computes. */
export interface Timing {
  /** From the start of the request to the call. */
  readonly startMs: number;
  /** Waiting for a slot, for all attempts together. */
  readonly queuedMs: number;
  /** From sending to headers, for the last attempt, or from connecting to connected. `null` if that did not happen. */
  readonly ttfbMs: number | null;
  /** From the headers to the end of the body. `null` if no headers came. */
  readonly bodyMs: number | null;
  /** From the call to its end, with the wait for slots. */
  readonly totalMs: number;
  /** Attempts, with hedges and without redirects. */
  readonly attempts: number;
  /** True if a second attempt ran beside the first. */
  readonly hedged: boolean;
}
