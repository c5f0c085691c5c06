// The progress of a running call.

/** The steps of a call. Its result reports the end. */
export const phases = ["queued", "sent", "headers", "retry", "hedge"] as const;

/** A step of a call. */
export interface Progress {
  /**
   * `queued`: it waits for a slot. `sent`: it was sent. `headers`: headers have arrived, once for each hop of a
   * redirect. `retry`: the wait before another try has started. `hedge`: another attempt starts beside the first.
   */
  readonly phase: (typeof phases)[number];
  /** The number of the attempt, from 1. For `queued`, `retry` and `hedge`, the next attempt. */
  readonly attempt: number;
  /** Milliseconds since the start of the request. */
  readonly atMs: number;
}

/** Called with each step. It must not throw. */
export type OnProgress = (progress: Progress) => void;
