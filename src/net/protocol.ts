// asyncio's Protocol: the callbacks of a connection.
import type { Transport } from "./transport.ts";

/**
 * The callbacks of a connection. All of them are optional. It is an interface, so an object of functions is enough.
 *
 * The order is: `connectionMade` once, `dataReceived` any number of times, `eofReceived` at most once, `connectionLost`
 * once. `pauseWriting` and `resumeWriting` alternate in between. Callbacks do not nest, except that `transport.write`
 * may call `pauseWriting` or `resumeWriting`.
 *
 * A callback that throws, or returns a promise that rejects, ends the connection. `connectionLost` gets that error.
 * Returned promises are not awaited.
 *
 * @example
 * const lines: Protocol = {
 *   connectionMade: (transport) => transport.write("PING\r\n"),
 *   dataReceived: (data) => console.log(new TextDecoder().decode(data)),
 * };
 */
export interface Protocol {
  /** The connection is open, and encrypted if `tls` is `"on"`. */
  connectionMade?(transport: Transport): void;
  /** Bytes have come, at least one. The network may have cut them anywhere. */
  dataReceived?(data: Uint8Array): void;
  /**
   * The other side sends no more. Return `true` to keep writing. Otherwise the connection closes after the last write.
   */
  eofReceived?(): boolean | void;
  /** More bytes than the high-water mark are on their way. Stop writing until `resumeWriting`. */
  pauseWriting?(): void;
  /** No more bytes than the low-water mark are on their way. */
  resumeWriting?(): void;
  /**
   * The connection has ended. `error` is the error of a callback, or the `UpstreamError` of the connection. It is
   * absent after `close`, `abort` or `eofReceived`.
   */
  connectionLost?(error?: unknown): void;
}
