// Reads a body in larger pieces than the runtime hands out by itself, which are 4 KiB: each costs a turn of JavaScript.
import { compact } from "../../streams/compact.ts";

/** Bytes of the buffer that one read may fill: as many as a connection usually has ready. */
const READ_BYTES = 65_536;

/** The chunks of `source`, in no more memory than they need. */
export class ChunkReader {
  readonly #source: ReadableStream<Uint8Array>;
  // Taken when it is first needed: until then the body can still be read another way.
  #reader: ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array> | undefined;
  #buffer: ArrayBuffer | undefined;

  constructor(source: ReadableStream<Uint8Array>) {
    this.#source = source;
  }

  /** The next chunk, as soon as there is one; `undefined` at the end. @throws what the source errors with. */
  async next(): Promise<Uint8Array | undefined> {
    const reader = this.#taken();
    if (!("readAtLeast" in reader)) {
      const { done, value } = await reader.read();
      return done ? undefined : compact(value);
    }
    const buffer = this.#buffer ?? new ArrayBuffer(READ_BYTES);
    this.#buffer = undefined;
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done) return undefined;
    const chunk = compact(value);
    // A chunk that was copied out leaves its buffer for the next.
    if (chunk !== value) this.#buffer = value.buffer;
    return chunk;
  }

  /** Cancels the source. */
  cancel(reason: unknown): Promise<void> {
    return this.#taken().cancel(reason);
  }

  #taken(): ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array> {
    return (this.#reader ??= readerOf(this.#source));
  }
}

/** Only the runtime's own bodies fill buffers; that of a response made by a layer may not. */
function readerOf(
  source: ReadableStream<Uint8Array>,
): ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array> {
  try {
    return source.getReader({ mode: "byob" });
  } catch {
    return source.getReader();
  }
}
