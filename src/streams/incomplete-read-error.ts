// The error of a stream that ends too early. A stream that fails rejects with its own error instead.

/** The stream ended in the middle of a read. Like `asyncio.IncompleteReadError`. */
export class IncompleteReadError extends Error {
  override readonly name = "IncompleteReadError";
  /** The bytes that were left. The reader's buffer no longer has them. */
  readonly partial: Uint8Array;
  /** The number of bytes that the read asked for, or `undefined` if it asked for a separator. */
  readonly expected: number | undefined;

  constructor(partial: Uint8Array, expected: number | undefined) {
    const { length } = partial;
    super(
      expected === undefined
        ? `the stream ended after ${length} ${length === 1 ? "byte" : "bytes"}, before a separator`
        : `the stream ended after ${length} of ${expected} bytes`,
    );
    this.partial = partial;
    this.expected = expected;
  }
}
