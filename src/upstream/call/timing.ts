// Where the time of a call went, as reports give it.

/** The times of a call in milliseconds. They stand still while code computes, as every clock on Workers does. */
export interface Timing {
  /** From the request's start to the call. */
  readonly startMs: number;
  /** Waiting for a slot, all attempts together. */
  readonly queuedMs: number;
  /** From sending to the headers of the answer, of the last attempt, or from connecting to being connected; `null` if it did not come to that. */
  readonly ttfbMs: number | null;
  /** From these headers to the end of the body, of its reading or of its being cut off; `null` if no headers came. */
  readonly bodyMs: number | null;
  /** From the call to its end, queueing included. */
  readonly totalMs: number;
  /** How often it was sent, redirects not counted, hedges included. */
  readonly attempts: number;
  /** Whether a second attempt ran beside the first. */
  readonly hedged: boolean;
}
