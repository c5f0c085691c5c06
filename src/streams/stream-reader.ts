// asyncio's StreamReader for a web stream. It reads by number of bytes, by line, or up to a separator.
import { takeAll, takeExactly, takeRest, takeSome, takeThrough } from "./buffered-reads.ts";
import { checkBytes } from "./check-bytes.ts";
import { IncompleteReadError } from "./incomplete-read-error.ts";
import { separatorOf } from "./separator-search.ts";
import { StreamBuffer } from "./stream-buffer.ts";

/** Options of a `StreamReader`. */
export interface StreamReaderOptions {
  /** Bytes before the end of a line, or before a separator. `Infinity` sets no limit. @default 65_536 */
  readonly limit?: number | undefined;
  /** Bytes of `read()` to the end of the stream. `Infinity` sets no limit. @default 16_777_216 */
  readonly maxBytes?: number | undefined;
}

/** Options of one read. */
export interface ReadOptions {
  /** Ends this read alone. Bytes that have come, or are on their way, are kept for the next read. */
  readonly signal?: AbortSignal | undefined;
}

const LINE_END = separatorOf("\n");

/**
 * Reads `stream`: the body of a request or response, a socket, any stream of bytes. Like `asyncio.StreamReader`, but it
 * pulls a chunk only when a read needs it. `for await` yields lines; leaving the loop keeps the rest for later reads.
 * `await using` cancels the stream at the end of the block.
 *
 * A read that fails takes no bytes, except that an `IncompleteReadError` carries the rest of the stream. If the stream
 * fails, the pending read and all later ones reject with its error. Unread bytes are lost then, as in asyncio.
 *
 * @example
 * await using reader = new StreamReader(response.body);
 * const header = await reader.readLine();
 * const payload = await reader.readExactly(1_024);
 *
 * @throws {RangeError} from the constructor, for an option out of range.
 * @throws {TypeError} from the constructor, when `stream` is locked.
 * @throws The error of the stream, or the reason of `signal` or `cancel`, from every read.
 * @throws {Error} from a read while another read is pending.
 *
 * Caveat: results share memory with the chunks of the stream. Copy a small part that you keep: `line.slice()`.
 */
export class StreamReader implements AsyncDisposable {
  readonly #buffer: StreamBuffer;
  readonly #limit: number;
  readonly #maxBytes: number;
  #reading = false;

  constructor(stream: ReadableStream<Uint8Array>, { limit = 65_536, maxBytes = 16_777_216 }: StreamReaderOptions = {}) {
    this.#limit = checkBytes("limit", limit, 1);
    this.#maxBytes = checkBytes("maxBytes", maxBytes, 1);
    this.#buffer = new StreamBuffer(stream);
  }

  /** True when everything has been read. Caveat: the end is known only after a read has reached it. */
  get atEnd(): boolean {
    return this.#buffer.atEnd;
  }

  /** The number of bytes that have come and were not read. */
  get buffered(): number {
    return this.#buffer.chunks.length;
  }

  /** True while bytes were asked for and have not come. After an aborted read, the next one gets them. */
  get isPulling(): boolean {
    return this.#buffer.isPulling;
  }

  /**
   * Resolves to up to `n` bytes, as soon as there is at least one. At the end it resolves to no bytes. Without `n`, or
   * with `Infinity`, it resolves to all bytes until the end.
   *
   * @throws {LimitOverrunError} when all bytes until the end are more than `maxBytes`.
   * @throws {RangeError} for an `n` out of range.
   */
  async read(n = Infinity, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    checkBytes("n", n, 0);
    return this.#alone(signal, () =>
      n === Infinity ? takeAll(this.#buffer, this.#maxBytes, signal) : takeSome(this.#buffer, n, signal),
    );
  }

  /**
   * Resolves to the next line with its `\n`. A last line may have none. At the end it resolves to no bytes.
   *
   * @throws {LimitOverrunError} as `readUntil`. The line can still be read; asyncio drops it and raises a `ValueError`.
   */
  async readLine({ signal }: ReadOptions = {}): Promise<Uint8Array> {
    return this.#alone(signal, async () => {
      return (await takeThrough(this.#buffer, LINE_END, this.#limit, signal)) ?? takeRest(this.#buffer);
    });
  }

  /** Resolves to exactly `n` bytes. @throws {IncompleteReadError} when the stream ends before. @throws {RangeError} */
  async readExactly(n: number, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    checkBytes("n", n, 0);
    return this.#alone(signal, () => takeExactly(this.#buffer, n, signal));
  }

  /**
   * Resolves to all bytes up to and including `separator`. A string is encoded as UTF-8.
   *
   * @throws {IncompleteReadError} when the stream ends before.
   * @throws {LimitOverrunError} when more than `limit` bytes come before the separator.
   * @throws {RangeError} for an empty separator.
   */
  async readUntil(separator: string | Uint8Array, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    const prepared = separatorOf(separator);
    return this.#alone(signal, async () => {
      const found = await takeThrough(this.#buffer, prepared, this.#limit, signal);
      if (found === undefined) throw new IncompleteReadError(takeRest(this.#buffer), undefined);
      return found;
    });
  }

  /** Yields the lines that are left, as `readLine` returns them. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let line = await this.readLine(); line.length > 0; line = await this.readLine()) yield line;
  }

  /**
   * Cancels the stream with `reason` and drops all bytes. The pending read and all later ones reject with `reason`.
   * Resolves when the stream is cancelled. Does nothing after the stream has failed or was cancelled.
   *
   * @throws The error of the stream's own `cancel`.
   */
  async cancel(reason: unknown = new DOMException("the StreamReader was cancelled", "AbortError")): Promise<void> {
    return this.#buffer.cancel(reason);
  }

  /** Cancels the stream. Ignores an error of that. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.cancel().catch(() => undefined);
  }

  async #alone<T>(signal: AbortSignal | undefined, read: () => Promise<T>): Promise<T> {
    if (this.#reading) throw new Error("another read is pending: a StreamReader does one at a time");
    this.#reading = true;
    try {
      signal?.throwIfAborted();
      this.#buffer.throwIfFailed();
      return await read();
    } finally {
      this.#reading = false;
    }
  }
}
