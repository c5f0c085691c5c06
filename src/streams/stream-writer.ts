// asyncio's StreamWriter for a web stream: write without waiting, then wait until the other side has caught up.
import { checkBytes } from "./check-bytes.ts";
import { orAborted } from "./or-aborted.ts";

/** Options of a `StreamWriter`. */
export interface StreamWriterOptions {
  /**
   * `drain` waits while more bytes than this are on their way, or while the stream asks for no more. asyncio has the
   * same default.
   *
   * @default 65_536
   */
  readonly highWaterBytes?: number | undefined;
}

const encoder = new TextEncoder();

/**
 * Writes to `stream`. Like `asyncio.StreamWriter`: `write` never waits. Call `await writer.drain()` after it to keep
 * the buffer small. `await writer.close()` confirms that everything has arrived.
 *
 * If the stream fails, `drain` and `close` reject with its error, and `write` drops its data. A promise that you do not
 * await never becomes an unhandled rejection.
 *
 * @example
 * const writer = new StreamWriter(writable);
 * writer.write("hello\n");
 * await writer.drain();
 * await writer.close();
 *
 * @throws {RangeError} from the constructor, for an option out of range.
 * @throws {TypeError} from the constructor, when `stream` is locked.
 *
 * Caveat: a native pipe of workerd passes on a copy of the reason, and `close` alone may report that its reader left.
 */
export class StreamWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #highWaterBytes: number;
  /** Bytes that were written and that the stream has not taken yet. */
  #onTheirWay = 0;
  #progress: PromiseWithResolvers<void> | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #closing: Promise<void> | undefined;
  #ending = false;

  constructor(stream: WritableStream<Uint8Array>, { highWaterBytes = 65_536 }: StreamWriterOptions = {}) {
    this.#highWaterBytes = checkBytes("highWaterBytes", highWaterBytes, 0);
    this.#writer = stream.getWriter();
    this.#writer.closed.catch(this.#fail);
    this.#writer.ready.catch(this.#fail);
  }

  /** True after a call of `close` or `abort`. */
  get isClosing(): boolean {
    return this.#ending;
  }

  /**
   * Passes `data` to the stream. A string is encoded as UTF-8.
   *
   * @throws {TypeError} after `close` or `abort`.
   *
   * Caveat: bytes are not copied. Do not change them until `close` has resolved.
   */
  write(data: string | Uint8Array): void {
    if (this.#ending) throw new TypeError("this StreamWriter is closed: nothing more can be written");
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    const { length } = bytes;
    if (length === 0 || this.#failure !== undefined) return;
    this.#onTheirWay += length;
    this.#writer.write(bytes).then(() => this.#arrived(length), this.#fail);
  }

  /** Writes one piece after the other. Like asyncio's `writelines`, it adds no line ends. @throws as `write`. */
  writeLines(pieces: Iterable<string | Uint8Array>): void {
    for (const piece of pieces) this.write(piece);
  }

  /**
   * Resolves when the stream asks for more: at once, if it keeps up.
   *
   * @throws The error of the stream, or the reason of `abort`.
   * @throws The reason of `signal`. All data stays on its way.
   */
  drain({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    return handled(this.#drain(signal));
  }

  /**
   * Resolves when all data has arrived and the stream is closed. Further calls return the same promise. @throws as
   * `drain`.
   */
  close(): Promise<void> {
    this.#ending = true;
    this.#closing ??= handled(
      this.#writer.close().catch((reason: unknown) => {
        // If the stream failed before, the platform says only that it cannot be closed.
        throw this.#failure === undefined ? reason : this.#failure.reason;
      }),
    );
    return this.#closing;
  }

  /**
   * Drops all data on its way. `drain` and `close` then reject with `reason`. @throws The error of the stream's
   * `abort`.
   */
  abort(reason: unknown = new DOMException("the StreamWriter was aborted", "AbortError")): Promise<void> {
    this.#ending = true;
    this.#fail(reason);
    return handled(this.#writer.abort(reason));
  }

  // `ready` does not help. In workerd it stays resolved while a TransformStream fills, and native streams always want
  // more.
  async #drain(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    while (this.#failure === undefined && this.#full()) {
      this.#progress ??= Promise.withResolvers();
      await orAborted(this.#progress.promise, signal);
    }
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  #full(): boolean {
    if (this.#onTheirWay === 0) return false;
    return this.#onTheirWay > this.#highWaterBytes || (this.#writer.desiredSize ?? 1) <= 0;
  }

  #arrived(length: number): void {
    this.#onTheirWay -= length;
    this.#wake();
  }

  readonly #fail = (reason: unknown): void => {
    this.#failure ??= { reason };
    this.#wake();
  };

  #wake(): void {
    this.#progress?.resolve();
    this.#progress = undefined;
  }
}

/** Marks `promise` as handled and returns it, so that callers need not await it. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}
