// Bytes that wait to be read, as the chunks they came in: nothing is copied that a result does not have to join.

/** A queue of bytes. What it returns shares memory with the chunks, save where a result spans several. */
export class ChunkList {
  #chunks: Uint8Array[] = [];
  /** The first chunk that is not used up. */
  #head = 0;
  #length = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** The chunk at `index`, counted from the first that is there. */
  at(index: number): Uint8Array | undefined {
    return this.#chunks[this.#head + index];
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Takes the first `bytes` bytes. There must be as many. */
  take(bytes: number): Uint8Array {
    const first = this.at(0);
    if (bytes === 0 || first === undefined) return new Uint8Array(0);
    if (bytes <= first.length) return this.#shift(first, bytes);
    const joined = new Uint8Array(bytes);
    let filled = 0;
    for (let chunk = this.at(0); filled < bytes && chunk !== undefined; chunk = this.at(0)) {
      const piece = this.#shift(chunk, Math.min(chunk.length, bytes - filled));
      joined.set(piece, filled);
      filled += piece.length;
    }
    return joined;
  }

  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#length = 0;
  }

  /** Takes `bytes` bytes of `chunk`, the first. */
  #shift(chunk: Uint8Array, bytes: number): Uint8Array {
    this.#length -= bytes;
    if (bytes < chunk.length) {
      this.#chunks[this.#head] = chunk.subarray(bytes);
      return chunk.subarray(0, bytes);
    }
    this.#chunks[this.#head++] = EMPTY;
    // Moving the rest up only when it is the smaller half keeps the total linear.
    if (this.#head * 2 >= this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    return chunk;
  }
}

/** Stands where a used chunk stood, so that its memory can go. */
const EMPTY = new Uint8Array(0);
