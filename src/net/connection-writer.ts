// The writer of a connection. Unlike a plain stream, it knows about the change from plain to encrypted.
import { StreamWriter } from "../streams/stream-writer.ts";
import type { Connection } from "./connection.ts";
import { writableOf } from "./connection-streams.ts";

/** Writes to a connection. During `startTls`, `write` throws: the bytes would be sent unencrypted, or be lost. */
export class ConnectionWriter extends StreamWriter {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    super(writableOf(connection));
    this.#connection = connection;
  }

  /** @throws {Error} during `startTls`. @throws {TypeError} after `close` or `abort`. */
  override write(data: string | Uint8Array): void {
    this.#connection.checkWritable();
    super.write(data);
  }
}
