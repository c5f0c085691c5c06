// The error of a stream whose sender fills the memory: told apart by its class, and by the limit it carries.

/** Ends the reading of a stream in which one line or event is larger than its limit. The stream is cancelled with it. */
export class SizeLimitError extends Error {
  override readonly name = "SizeLimitError";
  readonly maxBytes: number;

  constructor(what: string, maxBytes: number) {
    super(`${what} has more than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}
