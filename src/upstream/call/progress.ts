// What can be told of a call while it runs, to whoever asks for it.

/** The steps of a call that are told as they are taken. How it ends is told by its result. */
export const phases = ["queued", "sent", "headers", "retry", "hedge"] as const;

/** A step of a call. */
export interface Progress {
  /**
   * `queued`: it asks for a slot; `sent`; `headers`: they are in, of each hop of a redirect; `retry`: the wait before another try has begun;
   * `hedge`: another attempt starts beside the first.
   */
  readonly phase: (typeof phases)[number];
  /** Which attempt it is about, from 1; for `queued`, `retry` and `hedge` the one that is to come. */
  readonly attempt: number;
  /** Milliseconds since the request came in. */
  readonly atMs: number;
}

/** Told each step as it is taken. It must not throw. */
export type OnProgress = (progress: Progress) => void;
