// asyncio's Protocol: what a connection calls back as things happen to it, in the order in which they do.
import type { Transport } from "./transport.ts";

/**
 * The callbacks of a connection, all of them optional: an interface and no class to extend, so that an object of functions will do.
 *
 * `connectionMade` comes once and first, then `dataReceived` any number of times, then `eofReceived` at most once, and `connectionLost` once
 * and last. Between the first and the last, `pauseWriting` and `resumeWriting` take turns. No callback runs inside another, save those two,
 * which `transport.write` may call.
 *
 * A callback that throws, or returns a promise that rejects, ends the connection: `connectionLost` is told what it was. Promises are not
 * waited for.
 */
export interface Protocol {
  /** The connection is there, encrypted where it is to be. */
  connectionMade?(transport: Transport): void;
  /** Some bytes have come, however the network cut them; never none. */
  dataReceived?(data: Uint8Array): void;
  /** The other side sends no more. `true` keeps the connection open for writing; otherwise it is closed when all that was written is sent. */
  eofReceived?(): boolean | void;
  /** More than the high-water mark is on its way: write no more until `resumeWriting`. */
  pauseWriting?(): void;
  /** No more than the low-water mark is on its way. */
  resumeWriting?(): void;
  /**
   * The connection is over. `error` is what a callback threw, or the `UpstreamError` that the connection failed with; there is none where it was
   * closed here, or after `eofReceived`.
   */
  connectionLost?(error?: unknown): void;
}
