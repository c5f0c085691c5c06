// Writes the text of many tasks to one stream. A chunk costs the runtime far more than a line, so lines of one turn
// share one.

/** Characters from which a chunk takes no further text: short lines share it, and a long one does not grow. */
const MAX_CHUNK_CHARS = 65_536;

/** Text that goes out together. */
interface Chunk {
  text: string;
  readonly taken: PromiseWithResolvers<void>;
}

/** Writes text as UTF-8. What is written while an earlier chunk is on its way is put together, in order. */
export class BatchedWriter {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #onBroken: () => void;
  readonly #encoder = new TextEncoder();
  readonly #chunks: Chunk[] = [];
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

  /** Resolves when the reader has taken `text`, as far as the runtime can see, or has left. */
  write(text: string): Promise<void> {
    let chunk = this.#chunks.at(-1);
    if (chunk !== undefined && chunk.text.length + text.length <= MAX_CHUNK_CHARS) chunk.text += text;
    else this.#chunks.push((chunk = { text, taken: Promise.withResolvers() }));
    if (!this.#busy) void this.#send();
    return chunk.taken.promise;
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
    while (this.#chunks.length > 0) {
      // The wait lets the rest of the turn be written to the same chunk.
      await this.#writer.ready.catch(this.#onBroken);
      const chunk = this.#chunks.shift();
      await this.#writer.write(this.#encoder.encode(chunk?.text)).catch(this.#onBroken);
      chunk?.taken.resolve();
    }
    this.#busy = false;
  }
}
