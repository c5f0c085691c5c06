// asyncio's StreamWriter for a web stream: write without waiting, then wait until the other side has kept up.
import { checkBytes } from "./check-bytes.ts";
import { orAborted } from "./or-aborted.ts";

export interface StreamWriterOptions {
  /** `drain` waits while more bytes than this are on their way, or while the stream wants no more. Default: 65,536, as asyncio's. */
  readonly highWaterBytes?: number | undefined;
}

const encoder = new TextEncoder();

/**
 * Writes to `stream`. Like `asyncio.StreamWriter`: `write` never waits, `await writer.drain()` after it keeps the buffer small, and
 * `await writer.close()` says whether everything arrived. The stream's failure is told by `drain` and `close` alone, with its very reason;
 * until then what is written is dropped. No promise that is not awaited becomes an unhandled rejection.
 *
 * @throws from its constructor: `RangeError` for an option out of range; `TypeError` when `stream` is locked.
 *
 * Caveat: between the two ends of workerd's native pipes a reason becomes a copy, and a reader that left may be told by `close` alone.
 */
export class StreamWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #highWaterBytes: number;
  /** Bytes written that the stream has not said it took. */
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

  /** Whether `close` or `abort` has been called. */
  get isClosing(): boolean {
    return this.#ending;
  }

  /**
   * Hands `data` to the stream; a string as UTF-8.
   *
   * @throws `TypeError` after `close` or `abort`.
   *
   * Caveat: bytes are not copied; leave them as they are until `close` has resolved.
   */
  write(data: string | Uint8Array): void {
    if (this.#ending) throw new TypeError("this StreamWriter is closed: nothing more can be written");
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    const { length } = bytes;
    if (length === 0 || this.#failure !== undefined) return;
    this.#onTheirWay += length;
    this.#writer.write(bytes).then(() => this.#arrived(length), this.#fail);
  }

  /** Writes one piece after the other. As asyncio's `writelines`, it adds no line ends. @throws as `write`. */
  writeLines(pieces: Iterable<string | Uint8Array>): void {
    for (const piece of pieces) this.write(piece);
  }

  /**
   * Resolves when the stream wants more: at once where it keeps up.
   *
   * @throws what the stream failed with; the reason of `abort`; the reason of `signal`, with everything still on its way.
   */
  drain({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    return handled(this.#drain(signal));
  }

  /** Resolves when everything has arrived and the stream is closed. Called again it returns the same promise. @throws as `drain`. */
  close(): Promise<void> {
    this.#ending = true;
    this.#closing ??= handled(
      this.#writer.close().catch((reason: unknown) => {
        // Of a stream that has failed before, the platform says only that it cannot be closed.
        throw this.#failure === undefined ? reason : this.#failure.reason;
      }),
    );
    return this.#closing;
  }

  /** Drops what is on its way and tells the stream why; `drain` and `close` reject with `reason`. @throws what the stream's `abort` does. */
  abort(reason: unknown = new DOMException("the StreamWriter was aborted", "AbortError")): Promise<void> {
    this.#ending = true;
    this.#fail(reason);
    return handled(this.#writer.abort(reason));
  }

  // `ready` is not asked: in workerd it stays resolved however much a TransformStream holds, and native streams always want more.
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

/** The very promise, for whoever awaits it; nobody has to. */
function handled(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}
