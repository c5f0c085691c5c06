// Why upstream work stops before its request is over. At the end of the request the signal aborts with an `AbortError` of its own.

/** The request's own clock ran out. */
export class DeadlineError extends DOMException {
  constructor(deadlineMs: number, reserveMs: number) {
    super(`the request's deadline of ${deadlineMs} ms (less ${reserveMs} ms to answer in) has passed`, "TimeoutError");
  }
}

/** Nobody is there to answer. */
export class ClientGoneError extends DOMException {
  constructor() {
    super("the client has left", "AbortError");
  }
}
