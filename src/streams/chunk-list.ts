// Bytes that wait to be read. Their memory grows with the number of bytes, not with the number of chunks.
import { compact } from "./compact.ts";

/** A chunk under this size is joined with the one before. One object for each would cost more than its bytes. */
const SMALL_CHUNK_BYTES = 2_048;

/** Small chunks are joined in a block. The first block has 4 KiB, and each further one twice as much, up to 64 KiB. */
const FIRST_BLOCK_BYTES = 4_096;
const LARGEST_BLOCK_BYTES = 65_536;

/**
 * A queue of bytes. Results share memory with the chunks, unless a result spans several chunks. The last chunk may grow
 * while it waits: `at` then returns a longer view that starts with the same bytes.
 */
export class ChunkList {
  #chunks: Uint8Array[] = [];
  /** Index of the first chunk that still has bytes. */
  #head = 0;
  #length = 0;
  /** The block of the last chunk, or `undefined` if that chunk has none. */
  #block: Uint8Array | undefined;

  /** The number of bytes. */
  get length(): number {
    return this.#length;
  }

  /** The chunk at `index`, or `undefined`. The first chunk is 0. */
  at(index: number): Uint8Array | undefined {
    return this.#chunks[this.#head + index];
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#length += chunk.length;
    const last = this.#chunks.length - 1;
    const before = last < this.#head ? undefined : this.#chunks[last];
    if (before !== undefined && chunk.length < SMALL_CHUNK_BYTES && before.length < LARGEST_BLOCK_BYTES) {
      this.#chunks[last] = this.#joined(before, chunk);
      return;
    }
    this.#block = undefined;
    this.#chunks.push(compact(chunk));
  }

  /** Takes the first `bytes` bytes. The list must hold that many. */
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
    this.#block = undefined;
  }

  /** Copies `before`, the last chunk, and `chunk` into one block. */
  #joined(before: Uint8Array, chunk: Uint8Array): Uint8Array {
    const length = before.length + chunk.length;
    let block = this.#block;
    let start = before.byteOffset;
    if (block === undefined || start + length > block.length) {
      block = new Uint8Array(
        Math.max(FIRST_BLOCK_BYTES, Math.min(2 * length, LARGEST_BLOCK_BYTES + SMALL_CHUNK_BYTES)),
      );
      block.set(before);
      start = 0;
      this.#block = block;
    }
    block.set(chunk, start + before.length);
    return block.subarray(start, start + length);
  }

  /** Takes `bytes` bytes of `chunk`, the first chunk. */
  #shift(chunk: Uint8Array, bytes: number): Uint8Array {
    this.#length -= bytes;
    if (bytes < chunk.length) {
      this.#chunks[this.#head] = chunk.subarray(bytes);
      return chunk.subarray(0, bytes);
    }
    this.#chunks[this.#head++] = EMPTY;
    // The list drops its used half only when that is the larger one. This keeps the total cost linear.
    if (this.#head * 2 >= this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#head);
      this.#head = 0;
    }
    return chunk;
  }
}

/** Replaces a used chunk, so that its memory can be freed. */
const EMPTY = new Uint8Array(0);
