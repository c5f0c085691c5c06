// Why a whole request stops: the two reasons a scope's signal can abort with.

/** The request's own clock ran out. */
export class DeadlineError extends DOMException {
  readonly deadlineMs: number;

  constructor(deadlineMs: number, reserveMs: number) {
    super(`the request's deadline of ${deadlineMs} ms (less ${reserveMs} ms to answer in) has passed`, "TimeoutError");
    this.deadlineMs = deadlineMs;
  }
}

/** Nobody is there to answer. */
export class ClientGoneError extends DOMException {
  constructor() {
    super("the client has left", "AbortError");
  }
}
