// Writes the text of many tasks to one stream. A chunk costs the runtime far more than a line, so lines of one turn
// share one.

/** Characters from which a chunk takes no further text: short lines share it, and a long one does not grow. */
const MAX_CHUNK_CHARS = 65_536;

/** Text that waits for its turn. Where it is a function, it becomes text only then. */
interface Waiting {
  readonly text: string | (() => string);
  readonly taken: PromiseWithResolvers<void>;
}

/** Writes text as UTF-8. What is written while an earlier chunk is on its way goes out together, in order. */
export class BatchedWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #onBroken: () => void;
  readonly #encoder = new TextEncoder();
  readonly #waiting: Waiting[] = [];
  #busy = false;

  /** `onBroken` is called, perhaps more than once, when the stream's reader has left. */
  constructor(stream: WritableStream<Uint8Array>, onBroken: () => void) {
    this.#writer = stream.getWriter();
    this.#onBroken = onBroken;
    this.#writer.closed.catch(onBroken);
  }

  /** Whether the reader has taken all that was written. */
  get idle(): boolean {
    return !this.#busy;
  }

  /**
   * Resolves when the reader has taken `text`, as far as the runtime can see, or has left. A function is called when its
   * turn has come.
   *
   * @throws what the function throws; nothing is written for it then.
   */
  write(text: string | (() => string)): Promise<void> {
    const taken = Promise.withResolvers<void>();
    this.#waiting.push({ text, taken });
    if (!this.#busy) void this.#send();
    return taken.promise;
  }

  /** Ends the stream, which must be idle. */
  async close(): Promise<void> {
    await this.#writer.close();
  }

  /** Breaks the stream off. */
  async abort(reason: unknown): Promise<void> {
    await this.#writer.abort(reason).catch(() => undefined);
  }

  async #send(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      // The wait lets the rest of the turn be written to the same chunk.
      await this.#writer.ready.catch(this.#onBroken);
      const { text, takers } = this.#nextChunk();
      if (text !== "") await this.#writer.write(this.#encoder.encode(text)).catch(this.#onBroken);
      for (const taken of takers) taken.resolve();
    }
    this.#busy = false;
  }

  /** Puts together what waits, up to the size of a chunk. */
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
