// A connection as a pair of web streams, which fail with what the connection fails with, also while nobody reads or writes.
import type { Connection } from "./connection.ts";

/**
 * What comes in. Nothing is read ahead. The stream ends when the connection does, and fails when that fails. Cancelling the stream closes the
 * connection.
 */
export function readableOf(connection: Connection): ReadableStream<Uint8Array> {
  let ended = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        connection.life.whenOver(function tellReader(failure) {
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

/** What goes out. Closing it tells the other side that no more will come; aborting it gives the connection up. */
export function writableOf(connection: Connection): WritableStream<Uint8Array> {
  return new WritableStream<Uint8Array>({
    start(controller) {
      connection.life.whenOver(function tellWriter(failure) {
        controller.error(failure ?? new TypeError("the connection has been closed"));
      });
    },
    write: (chunk: Uint8Array) => connection.write(chunk),
    close: () => connection.closeWriting(),
    abort: () => connection.abort(),
  });
}
