// The error of `timeoutMs`. Its class and its fields distinguish it from any other abort.

/**
 * The error of a call whose `timeoutMs` has passed. A `DOMException` named `TimeoutError`, as the platform's own are.
 */
export class TimeoutError extends DOMException {
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * The number of tasks that had started. Tasks start in input order: a task with this index or a higher one never ran.
   * A task before it was cut off if it had not finished.
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
