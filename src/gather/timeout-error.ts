// The error of a deadline of ours, told apart from any other abort by its class and by what it carries.

/** Rejects a call whose `timeoutMs` has passed. A `DOMException` named `TimeoutError`, as the platform's own timeouts are. */
export class TimeoutError extends DOMException {
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * How many tasks had been started by then. Tasks start in input order, so those from this index on never ran;
   * those before it were cut off if they had not finished.
   */
  readonly started: number;

  constructor(timeoutMs: number, started: number) {
    super(
      `timed out after ${timeoutMs} ms; ${started} task${started === 1 ? "" : "s"} had been started`,
      "TimeoutError",
    );
    this.timeoutMs = timeoutMs;
    this.started = started;
  }
}
