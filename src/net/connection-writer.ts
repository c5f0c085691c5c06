// The writer of a connection, which knows what a stream cannot: that it is going from clear to encrypted.
import { StreamWriter } from "../streams/stream-writer.ts";
import type { Connection } from "./connection.ts";
import { writableOf } from "./connection-streams.ts";

/** Writes to a connection. A write during `startTls` throws: it would go out in the clear, or be lost where the handshake fails. */
export class ConnectionWriter extends StreamWriter {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super(writableOf(connection));
    this.#connection = connection;
  }

  /** @throws `Error` during `startTls`; `TypeError` after `close` or `abort`. */
  override write(data: string | Uint8Array): void {
    this.#connection.checkWritable();
    super.write(data);
  }
}
