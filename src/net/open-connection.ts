// asyncio's open_connection: a TCP connection with a reader and a writer.
import { StreamReader, type StreamReaderOptions } from "../streams/stream-reader.ts";
import type { StreamWriter } from "../streams/stream-writer.ts";
import type { CallContext } from "../upstream/request/call-context.ts";
import type { Address } from "./address.ts";
import { connectTo } from "./connect-to.ts";
import type { Connection, ConnectionInfo } from "./connection.ts";
import type { ConnectionOptions } from "./connection-life.ts";
import { readableOf } from "./connection-streams.ts";
import { ConnectionWriter } from "./connection-writer.ts";

/** The options of a connection with streams. */
export type StreamConnectionOptions = ConnectionOptions & StreamReaderOptions;

/** A connection with a reader and a writer. `await using` closes it at the end of the block. */
export class StreamConnection implements AsyncDisposable {
  /** Reads incoming bytes. */
  readonly reader: StreamReader;
  /** Writes outgoing bytes. `writer.close()` ends the outgoing side; the answer can still be read. */
  readonly writer: StreamWriter;
  readonly #connection: Connection;

  constructor(connection: Connection, options: StreamConnectionOptions) {
    this.#connection = connection;
    this.reader = new StreamReader(readableOf(connection), options);
    this.writer = new ConnectionWriter(connection);
  }

  /** The name of the other side, for errors. */
  get upstream(): string {
    return this.#connection.life.upstream;
  }

  get info(): ConnectionInfo {
    return this.#connection.info;
  }

  /**
   * Switches to TLS, with the same reader and writer, like asyncio's `writer.start_tls()`. It waits until all written
   * bytes are sent. All incoming bytes must have been read: plain bytes after the server's consent would look like
   * encrypted ones. From the call on, no plain byte is read or written: a read waits, a write throws.
   *
   * @throws {UpstreamError} when the handshake fails. This ends the connection.
   * @throws {Error} if bytes are unread, if a read is pending (even an aborted one), or if the connection or its writer
   * is closing.
   * @throws {TypeError} if the connection was not opened with `tls: "startTls"`.
   */
  async startTls(): Promise<void> {
    return this.#connection.startTls(this.#unread(), this.writer.drain());
  }

  /**
   * Sends all written bytes, then closes both directions. It aborts a running TLS handshake.
   *
   * @throws {UpstreamError} if the connection has failed before.
   */
  async close(): Promise<void> {
    if (this.#connection.isSecuring) void this.writer.abort();
    else await this.writer.close();
    await this.#connection.close();
  }

  /** Closes the connection. Ignores errors; `writer.close()` reports them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined);
  }

  #unread(): string | undefined {
    const { buffered, isPulling } = this.reader;
    if (buffered > 0) return `cannot start TLS: ${buffered} bytes received without encryption have not been read`;
    return isPulling ? "cannot start TLS while a read is under way: it could return plain bytes" : undefined;
  }
}

/**
 * Connects to `tcp://hostname:port` and resolves to a reader and a writer. Like `asyncio.open_connection`, but with
 * limits: the connection ends after `timeoutMs` (the request's by default), when `signal` aborts, and with the call's
 * context.
 *
 * @example
 * await using redis = await openConnection(call, "tcp://cache.internal:6379");
 * redis.writer.write("PING\r\n");
 * const reply = await redis.reader.readLine(); // the bytes of "+PONG\r\n"
 *
 * @throws {UpstreamError} with the `outcome` of the connection, also from reader and writer.
 * @throws {TypeError} for an invalid address.
 *
 * Caveat: the connection holds one of the request's six slots until it is closed. If six are open, the next one waits
 * until the deadline.
 */
export async function openConnection(
  call: CallContext,
  address: string | Pick<Address, "hostname" | "port">,
  options: StreamConnectionOptions = {},
): Promise<StreamConnection> {
  return new StreamConnection(await connectTo(call, address, options), options);
}
