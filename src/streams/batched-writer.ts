// Writes the text of many tasks to one stream. A chunk costs the runtime far more than a line does, so the lines of one
// turn share a chunk.

/** Characters at which a chunk is full. Short lines share a chunk, and a long line does not grow. */
const MAX_CHUNK_CHARS = 65_536;

/** Text that waits for its turn. A function is called when the turn has come. */
interface Waiting {
  readonly text: string | (() => string);
  readonly taken: PromiseWithResolvers<void>;
}

/** Writes text as UTF-8. All text that is written while an earlier chunk is on its way goes out together, in order. */
export class BatchedWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #onBroken: () => void;
  readonly #encoder = new TextEncoder();
  readonly #waiting: Waiting[] = [];
  #busy = false;

  /** `onBroken` is called when the reader of the stream has left, perhaps more than once. */
  constructor(stream: WritableStream<Uint8Array>, onBroken: () => void) {
    this.#writer = stream.getWriter();
    this.#onBroken = onBroken;
    this.#writer.closed.catch(onBroken);
  }

  /** True when the reader has taken all text. */
  get idle(): boolean {
    return !this.#busy;
  }

  /**
   * Resolves when the reader has taken `text` or has left. The runtime may buffer text and report it as taken. A
   * function is called when its turn has come.
   *
   * @throws The error of the function. Then it writes nothing.
   */
  write(text: string | (() => string)): Promise<void> {
    const taken = Promise.withResolvers<void>();
    this.#waiting.push({ text, taken });
    if (!this.#busy) void this.#send();
    return taken.promise;
  }

  /** Ends the stream. The stream must be idle. */
  async close(): Promise<void> {
    await this.#writer.close();
  }

  /** Aborts the stream. */
  async abort(reason: unknown): Promise<void> {
    await this.#writer.abort(reason).catch(() => undefined);
  }

  async #send(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      // This wait lets the other lines of the turn join the same chunk.
      await this.#writer.ready.catch(this.#onBroken);
      const { text, takers } = this.#nextChunk();
      if (text !== "") await this.#writer.write(this.#encoder.encode(text)).catch(this.#onBroken);
      for (const taken of takers) taken.resolve();
    }
    this.#busy = false;
  }

  /** Joins waiting texts, up to the size of a chunk. */
  #nextChunk(): { readonly text: string; readonly takers: readonly PromiseWithResolvers<void>[] } {
    const takers: PromiseWithResolvers<void>[] = [];
    let chunk = "";
    while (chunk.length < MAX_CHUNK_CHARS) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      try {
        chunk += typeof next.text === "string" ? next.text : next.text();
        takers.push(next.taken);
      } catch (error) {
        next.taken.reject(error);
      }
    }
    return { text: chunk, takers };
  }
}
