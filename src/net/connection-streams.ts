// A connection as a pair of web streams. They fail when the connection fails, even without a pending read or write.
import type { Connection } from "./connection.ts";

/**
 * Returns the incoming bytes as a stream. It reads nothing ahead. It ends or fails with the connection. Cancelling it
 * closes the connection.
 */
export function readableOf(connection: Connection): ReadableStream<Uint8Array> {
  let ended = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        connection.life.whenOver(function endReader(failure) {
          if (failure !== undefined) controller.error(failure);
          else if (!ended) controller.close();
          ended = true;
        });
      },
      async pull(controller) {
        const chunk = await connection.read();
        if (ended) return;
        if (chunk !== undefined) return controller.enqueue(chunk);
        ended = true;
        controller.close();
      },
      async cancel() {
        ended = true;
        await connection.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Returns the outgoing bytes as a stream. Closing it ends the outgoing side; aborting it drops the connection. */
export function writableOf(connection: Connection): WritableStream<Uint8Array> {
  return new WritableStream<Uint8Array>({
    start(controller) {
      connection.life.whenOver(function endWriter(failure) {
        controller.error(failure ?? new TypeError("the connection has been closed"));
      });
    },
    write: (chunk: Uint8Array) => connection.write(chunk),
    close: () => connection.closeWriting(),
    abort: () => connection.abort(),
  });
}
