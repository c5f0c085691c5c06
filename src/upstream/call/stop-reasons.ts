// The reasons for which upstream work stops early. At its normal end, the request's signal aborts with an `AbortError`.

/** The request's deadline has passed. */
export class DeadlineError extends DOMException {
  constructor(deadlineMs: number, reserveMs: number) {
    super(`the request's deadline of ${deadlineMs} ms (less ${reserveMs} ms to answer in) has passed`, "TimeoutError");
  }
}

/** The client has left. */
export class ClientGoneError extends DOMException {
  constructor() {
    super("the client has left", "AbortError");
  }
}
