// The server-sent events of a stream: the answer of a model, token by token, or one of this Worker's own streams.
import { checkBytes } from "./check-bytes.ts";
import { decodeStream, type StreamDecoder } from "./decode-stream.ts";
import { EventParser, MAX_EVENT_BYTES, type ServerSentEvent } from "./event-parser.ts";
import { LineDecoder } from "./line-decoder.ts";

export interface ReadEventsOptions {
  /** Ends the loop with its reason and cancels the stream, also while the loop waits. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Largest event, and largest line. Counts the bytes of an event's lines without comments and line ends. `Infinity`
   * allows any size.
   * @default 1,048,576
   */
  readonly maxEventBytes?: number | undefined;
}

/**
 * Reads the server-sent events of `stream` as an `EventSource` does, for any request: POST, with headers, inside a
 * Worker. An event comes out as soon as its blank line has come. An event that the end of the stream cuts off is
 * dropped, as the standard says; a protocol whose last event is known, such as `[DONE]`, shows whether the stream was
 * whole. Bytes that are not UTF-8 become U+FFFD, also as the standard says.
 *
 * Leaving the loop early cancels the stream and waits until it has let go. Small chunks are copied, so they hold no
 * memory of the runtime.
 *
 * ```ts
 * for await (const { data } of readEvents(response.body, { signal })) {
 *   if (data === "[DONE]") break;
 *   console.log(JSON.parse(data));
 * }
 * ```
 *
 * @throws `RangeError` for an option out of range. From the loop: `SizeLimitError` for an event over `maxEventBytes`;
 * the reason of `signal`; the error of the stream, the very object.
 *
 * Caveat: it does not reconnect, and it looks at neither status nor content type. An `id` without `data` shows on the
 * next event only.
 */
export function readEvents(
  stream: ReadableStream<Uint8Array> | null,
  { signal, maxEventBytes = MAX_EVENT_BYTES }: ReadEventsOptions = {},
): AsyncGenerator<ServerSentEvent, void, undefined> {
  return decodeStream(stream, new EventDecoder(checkBytes("maxEventBytes", maxEventBytes, 1)), signal);
}

class EventDecoder implements StreamDecoder<ServerSentEvent> {
  readonly #lines: LineDecoder;
  readonly #parser: EventParser;

  constructor(maxEventBytes: number) {
    this.#lines = new LineDecoder(maxEventBytes);
    this.#parser = new EventParser(maxEventBytes);
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  next(): ServerSentEvent | undefined {
    for (let line = this.#lines.next(); line !== undefined; line = this.#lines.next()) {
      const event = this.#parser.take(line, this.#lines.bytes);
      if (event !== undefined) return event;
    }
    return undefined;
  }

  end(): undefined {
    return undefined;
  }
}
