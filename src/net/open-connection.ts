// asyncio's open_connection: a TCP connection to be read and written as streams are, in the order in which the code says it.
import { StreamReader, type StreamReaderOptions } from "../streams/stream-reader.ts";
import { StreamWriter } from "../streams/stream-writer.ts";
import type { Scope } from "../upstream/scope.ts";
import type { Address } from "./address.ts";
import { connectTo } from "./connect-to.ts";
import type { Connection, ConnectionInfo } from "./connection.ts";
import type { ConnectionOptions } from "./connection-life.ts";
import { readableOf, writableOf } from "./connection-streams.ts";

/** What a connection of streams may set for itself. */
export type StreamConnectionOptions = ConnectionOptions & StreamReaderOptions;

/** A connection with a reader and a writer. `await using` closes it when the block is left. */
export class StreamConnection implements AsyncDisposable {
  /** What comes in. */
  readonly reader: StreamReader;
  /** What goes out. `writer.close()` says that no more will come; the answer can still be read. */
  readonly writer: StreamWriter;
  readonly #connection: Connection;

  constructor(connection: Connection, options: StreamConnectionOptions) {
    this.#connection = connection;
    this.reader = new StreamReader(readableOf(connection), options);
    this.writer = new StreamWriter(writableOf(connection));
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
   * came has been read. Anything that came in the clear behind the server's consent would otherwise pass for encrypted.
   *
   * @throws `UpstreamError` for a handshake that fails, which ends the connection; `Error` where bytes are unread or a read is under way;
   * `TypeError` where the connection was not opened with `tls: "startTls"`.
   */
  async startTls(): Promise<void> {
    const { buffered } = this.reader;
    if (buffered > 0) throw new Error(`${buffered} bytes that came in the clear have not been read`);
    await this.writer.drain();
    return this.#connection.startTls();
  }

  /** Sends what was written, then closes both directions. @throws `UpstreamError` with which the connection ended before. */
  async close(): Promise<void> {
    await this.writer.close();
    await this.#connection.close();
  }

  /** Closes the connection. How it fared is nobody's business by then: `writer.close()` tells who wants to know. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined);
  }
}

/**
 * Connects to `tcp://hostname:port` and resolves to a reader and a writer. Like `asyncio.open_connection`, but bounded: it ends after
 * `timeoutMs` (the scope's by default), when `signal` aborts, and with the scope, whatever is under way then.
 *
 * @throws `UpstreamError`, whose `outcome` tells how it ended, also from reader and writer; `TypeError` for what is no address.
 *
 * Caveat: it holds one of the scope's six slots until it is closed; who keeps six open waits for the seventh until the deadline.
 */
export async function openConnection(
  scope: Scope,
  address: string | Pick<Address, "hostname" | "port">,
  options: StreamConnectionOptions = {},
): Promise<StreamConnection> {
  return new StreamConnection(await connectTo(scope, address, options), options);
}
