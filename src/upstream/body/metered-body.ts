// A body that is handed on as a stream, still capped, and whose end is noticed.
import { compact } from "../../streams/compact.ts";
import type { Answer } from "../call/fetch.ts";
import { tooLarge } from "./read-body.ts";

/**
 * The body of `answer` as a stream that releases the answer when it has been read to its end, failed or been
 * cancelled. Nothing is buffered: a chunk is read when one is pulled, in no more memory than it needs. The stream
 * errors with what `failure` makes of the reason.
 */
export function meteredBody(
  { response, signal, release }: Answer,
  upstream: string,
  maxBytes: number,
  failure: (reason: unknown) => Error,
): ReadableStream<Uint8Array> | null {
  if (response.body === null) {
    release();
    return null;
  }
  const source = response.body as ReadableStream<Uint8Array>;
  // Taken when it is first needed: until then the body can still be read another way.
  let taken: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const readerOf = (): ReadableStreamDefaultReader<Uint8Array> => (taken ??= source.getReader());
  let length = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const reader = readerOf();
        try {
          const { done, value } = await reader.read();
          if (done) {
            release();
            controller.close();
            return;
          }
          length += value.byteLength;
          if (length > maxBytes) throw tooLarge(upstream, maxBytes);
          controller.enqueue(compact(value));
        } catch (reason) {
          release();
          controller.error(failure(signal.aborted ? signal.reason : reason));
          await reader.cancel(reason).catch(() => undefined);
        }
      },
      async cancel(reason) {
        release();
        await readerOf().cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
