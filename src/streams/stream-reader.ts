// asyncio's StreamReader for a web stream: bytes asked for by number, by line or up to a separator, however the network cut them.
import { takeAll, takeExactly, takeRest, takeSome, takeThrough } from "./buffered-reads.ts";
import { checkBytes } from "./check-bytes.ts";
import { IncompleteReadError } from "./incomplete-read-error.ts";
import { separatorOf } from "./separator-search.ts";
import { StreamBuffer } from "./stream-buffer.ts";

export interface StreamReaderOptions {
  /** How many bytes a line, or what a separator ends, may have before its end; `Infinity` for any. Default: 65,536. */
  readonly limit?: number | undefined;
  /** How many bytes `read()` may bring when it reads to the end; `Infinity` for any. Default: 16,777,216. */
  readonly maxBytes?: number | undefined;
}

export interface ReadOptions {
  /** Ends this read alone: what has come by then, and what is on its way, is there for the next one. */
  readonly signal?: AbortSignal | undefined;
}

const LINE_END = separatorOf("\n");

/**
 * Reads `stream`: the body of a request or response, a socket, any stream of bytes. Like `asyncio.StreamReader`, pulling a chunk only when
 * a read needs it. `for await` goes through its lines; a loop that is left leaves the rest to be read. `await using` cancels
 * the stream when the block is left.
 *
 * A read that is not made in full takes nothing, save that `IncompleteReadError` hands over what was left. Where the stream fails, the
 * pending read and all later ones reject with its very reason, and bytes not yet read are lost, as in asyncio.
 *
 * @throws from its constructor: `RangeError` for an option out of range; `TypeError` when `stream` is locked. From every read: the
 * stream's error; the reason of `signal` or `cancel`; `Error` while another read is under way.
 *
 * Caveat: results share memory with the stream's chunks where they can. Keep a small one of a large chunk as a copy: `line.slice()`.
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

  /** Whether everything has been read. Caveat: the end is known only once a read has come upon it. */
  get atEnd(): boolean {
    return this.#buffer.atEnd;
  }

  /** How many bytes have come that have not been read. */
  get buffered(): number {
    return this.#buffer.chunks.length;
  }

  /** Whether bytes are being waited for: by a read, or for the next one since a read was aborted. */
  get isPulling(): boolean {
    return this.#buffer.isPulling;
  }

  /**
   * Resolves to up to `n` bytes, as soon as there is one; to none when the stream has ended. Without `n`, or with `Infinity`, to all there
   * are until the end.
   *
   * @throws `LimitOverrunError` when those are more than `maxBytes`; `RangeError` for an `n` out of range.
   */
  async read(n = Infinity, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    checkBytes("n", n, 0);
    return this.#alone(signal, () =>
      n === Infinity ? takeAll(this.#buffer, this.#maxBytes, signal) : takeSome(this.#buffer, n, signal),
    );
  }

  /**
   * Resolves to the next line, its `\n` included; to what is left when the stream ends without one; to none at the end.
   *
   * @throws `LimitOverrunError` as `readUntil`. asyncio raises a `ValueError` and drops the line; here it can still be read.
   */
  async readLine({ signal }: ReadOptions = {}): Promise<Uint8Array> {
    return this.#alone(signal, async () => {
      return (await takeThrough(this.#buffer, LINE_END, this.#limit, signal)) ?? takeRest(this.#buffer);
    });
  }

  /**
   * Resolves to exactly `n` bytes.
   *
   * @throws `IncompleteReadError` when the stream ends before; `RangeError` for an `n` out of range.
   */
  async readExactly(n: number, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    checkBytes("n", n, 0);
    return this.#alone(signal, () => takeExactly(this.#buffer, n, signal));
  }

  /**
   * Resolves to the bytes through the first `separator`, its own included. A string stands for its UTF-8.
   *
   * @throws `IncompleteReadError` when the stream ends before; `LimitOverrunError` when more than `limit` bytes come before it, told once
   * as many as the limit and a separator have come; `RangeError` for an empty one.
   */
  async readUntil(separator: string | Uint8Array, { signal }: ReadOptions = {}): Promise<Uint8Array> {
    const prepared = separatorOf(separator);
    return this.#alone(signal, async () => {
      const found = await takeThrough(this.#buffer, prepared, this.#limit, signal);
      if (found === undefined) throw new IncompleteReadError(takeRest(this.#buffer), undefined);
      return found;
    });
  }

  /** The lines that are left, as `readLine` brings them. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let line = await this.readLine(); line.length > 0; line = await this.readLine()) yield line;
  }

  /**
   * Cancels the stream with `reason`, drops what is buffered, and makes the pending read and all later ones reject with `reason`.
   * Resolves when the stream has let go; does nothing after the stream has failed or been cancelled.
   *
   * @throws what the stream's own `cancel` rejects with.
   */
  async cancel(reason: unknown = new DOMException("the StreamReader was cancelled", "AbortError")): Promise<void> {
    return this.#buffer.cancel(reason);
  }

  /** Cancels the stream. What that says is nobody's business: nothing more is wanted of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.cancel().catch(() => undefined);
  }

  async #alone<T>(signal: AbortSignal | undefined, read: () => Promise<T>): Promise<T> {
    if (this.#reading) throw new Error("another read is under way: a StreamReader does one at a time");
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
