// The error of a stream that ends too early, told apart from one that fails by its class and by the bytes it carries.

/** Rejects a read that the stream ended in the middle of. Like `asyncio.IncompleteReadError`. */
export class IncompleteReadError extends Error {
  override readonly name = "IncompleteReadError";
  /** What was left; it has been taken from the reader's buffer. */
  readonly partial: Uint8Array;
  /** How many bytes were asked for; `undefined` where a separator was. */
  readonly expected: number | undefined;

  constructor(partial: Uint8Array, expected: number | undefined) {
    super(
      `the stream ended after ${partial.length} ${partial.length === 1 ? "byte" : "bytes"} of ` +
        (expected === undefined ? "what a separator was to end" : `${expected} expected`),
    );
    this.partial = partial;
    this.expected = expected;
  }
}
