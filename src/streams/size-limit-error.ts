// The error of a limit on one line or event: it keeps a sender from filling the memory.

/**
 * Ends the reading of a stream in which one line or event is larger than its limit. The stream is cancelled with it.
 */
export class SizeLimitError extends Error {
  override readonly name = "SizeLimitError";
  readonly maxBytes: number;

  constructor(what: string, maxBytes: number) {
    super(`${what} has more than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}
