// The error of a line or event over its limit. The limit keeps a sender from filling the memory.

/** A line or event of a stream is larger than its limit. The stream is cancelled with this error. */
export class SizeLimitError extends Error {
  override readonly name = "SizeLimitError";
  readonly maxBytes: number;

  constructor(what: string, maxBytes: number) {
    super(`${what} has more than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}
