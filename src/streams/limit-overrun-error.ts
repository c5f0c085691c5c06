// The error of a bound that keeps a peer from filling the memory, told apart by its class and by how to go on after it.

/** Rejects a read that would have to hold more bytes than it may. Like `asyncio.LimitOverrunError`; every byte stays in the buffer. */
export class LimitOverrunError extends Error {
  override readonly name = "LimitOverrunError";
  /**
   * How many bytes at the buffer's start are known not to be the answer: one more than the limit, however the stream was cut into
   * chunks; after `readUntil` and `readLine`, no separator begins among them. `readExactly(consumed)` takes them without waiting, and the read can be tried again.
   */
  readonly consumed: number;

  constructor(what: string, limit: number) {
    super(`${what} within ${limit} bytes`);
    this.consumed = limit + 1;
  }
}
