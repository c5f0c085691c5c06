// asyncio's open_connection: a TCP connection to be read and written as streams are, in the order in which the code says it.
import { StreamReader, type StreamReaderOptions } from "../streams/stream-reader.ts";
import type { StreamWriter } from "../streams/stream-writer.ts";
import type { CallContext } from "../upstream/request/call-context.ts";
import type { Address } from "./address.ts";
import { connectTo } from "./connect-to.ts";
import type { Connection, ConnectionInfo } from "./connection.ts";
import type { ConnectionOptions } from "./connection-life.ts";
import { readableOf } from "./connection-streams.ts";
import { ConnectionWriter } from "./connection-writer.ts";

/** What a connection of streams may set for itself. */
export type StreamConnectionOptions = ConnectionOptions & StreamReaderOptions;

/** A connection with a reader and a writer. `await using` closes it when the block is left. */
export class StreamConnection implements AsyncDisposable {
  /** What comes in. */
  readonly reader: StreamReader;
  /** What goes out. `writer.close()` says that no more will come; the answer can still be read. `write` throws during `startTls`. */
  readonly writer: StreamWriter;
  readonly #connection: Connection;

  constructor(connection: Connection, options: StreamConnectionOptions) {
    this.#connection = connection;
    this.reader = new StreamReader(readableOf(connection), options);
    this.writer = new ConnectionWriter(connection);
  }

  /** Who is called, for errors. */
  get upstream(): string {
    return this.#connection.life.upstream;
  }

  get info(): ConnectionInfo {
    return this.#connection.info;
  }

  /**
   * Goes on encrypted, with the same reader and writer, as asyncio's `writer.start_tls()`: once what was written is sent, and only where all that
   * came has been read. Anything that came in the clear behind the server's consent would otherwise pass for encrypted. From the very call on
   * nothing is read or written in the clear: a read waits, a write throws.
   *
   * @throws `UpstreamError` for a handshake that fails, which ends the connection; `Error` where bytes are unread, a read is under way, also one that
   * was aborted, or the connection or its writer is being closed; `TypeError` where it was not opened with `tls: "startTls"`.
   */
  async startTls(): Promise<void> {
    return this.#connection.startTls(this.#unread(), this.writer.drain());
  }

  /**
   * Sends what was written, then closes both directions; a TLS handshake that is under way is given up.
   *
   * @throws `UpstreamError` with which the connection ended before.
   */
  async close(): Promise<void> {
    if (this.#connection.isSecuring) void this.writer.abort();
    else await this.writer.close();
    await this.#connection.close();
  }

  /** Closes the connection. How it fared is nobody's business by then: `writer.close()` tells who wants to know. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined);
  }

  #unread(): string | undefined {
    const { buffered, isPulling } = this.reader;
    if (buffered > 0) return `${buffered} bytes that came in the clear have not been read`;
    return isPulling ? "a read is under way: what it brings in the clear would pass for encrypted" : undefined;
  }
}

/**
 * Connects to `tcp://hostname:port` and resolves to a reader and a writer. Like `asyncio.open_connection`, but bounded: it ends after
 * `timeoutMs` (the request's by default), when `signal` aborts, and with the call's context, whatever is under way then.
 *
 * @throws `UpstreamError`, whose `outcome` tells how it ended, also from reader and writer; `TypeError` for what is no address.
 *
 * Caveat: it holds one of the request's six slots until it is closed; who keeps six open waits for the seventh until the deadline.
 */
export async function openConnection(
  call: CallContext,
  address: string | Pick<Address, "hostname" | "port">,
  options: StreamConnectionOptions = {},
): Promise<StreamConnection> {
  return new StreamConnection(await connectTo(call, address, options), options);
}
