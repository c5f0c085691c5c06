// The error of a read that exceeds its limit. The limit keeps a peer from filling the memory.

/** A read would hold more bytes than its limit. Like `asyncio.LimitOverrunError`. All bytes stay in the buffer. */
export class LimitOverrunError extends Error {
  override readonly name = "LimitOverrunError";
  /**
   * Bytes at the start of the buffer that cannot be the answer: one more than the limit. After `readUntil` and
   * `readLine`, no separator begins in them. Take them with `readExactly(consumed)`, which does not wait, then read
   * again.
   */
  readonly consumed: number;

  constructor(what: string, limit: number) {
    super(`${what} within ${limit} bytes`);
    this.consumed = limit + 1;
  }
}
