// Reads server-sent events: the answer of a model, token by token, or a stream of this Worker.
import { checkBytes } from "./check-bytes.ts";
import { decodeStream, type StreamDecoder } from "./decode-stream.ts";
import { EventParser, MAX_EVENT_BYTES, type ServerSentEvent } from "./event-parser.ts";
import { LineDecoder } from "./line-decoder.ts";

/** Options of `readEvents`. */
export interface ReadEventsOptions {
  /** Aborts the loop with its reason and cancels the stream, even while the loop waits. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for an event and for a line, in bytes. Comments and line ends do not count. `Infinity` sets no limit.
   *
   * @default 1_048_576
   */
  readonly maxEventBytes?: number | undefined;
}

/**
 * Reads the server-sent events of `stream` as an `EventSource` does. Unlike `EventSource`, it reads the body of any
 * request: a POST, one with headers, or one inside a Worker. An event is yielded as soon as its blank line has come.
 *
 * The standard says how to treat bad input. An event that the end of the stream cuts off is dropped. Bytes that are not
 * UTF-8 become U+FFFD. If the protocol has a known last event, such as `[DONE]`, use it to detect a cut stream.
 *
 * Leaving the loop early cancels the stream and waits until that is done. Small chunks are copied, so they hold no
 * memory of the runtime.
 *
 * @example
 * for await (const { data } of readEvents(response.body, { signal })) {
 *   if (data === "[DONE]") break;
 *   console.log(JSON.parse(data));
 * }
 *
 * @throws {RangeError} for an option out of range.
 * @throws {SizeLimitError} from the loop, for an event over `maxEventBytes`.
 * @throws The reason of `signal`, or the error of the stream, the very same object. Both come from the loop.
 *
 * Caveat: it does not reconnect, and it checks neither status nor content type. An `id` without `data` shows in the
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
