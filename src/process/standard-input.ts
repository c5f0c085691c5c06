// The pipe into a process: counted as it is written, and broken off when the process ends, whatever is still on its way.
import { StreamWriter } from "../streams/stream-writer.ts";

/** A pipe whose far end a request can carry. */
export class StandardInput {
  /** What the parent writes to. */
  readonly writer: StreamWriter;
  /** What the child reads from. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Resolves when the parent has closed it, or it broke. */
  readonly closed: Promise<Error | undefined>;
  #counted: WritableStreamDefaultController | undefined;
  readonly #native: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended = Promise.withResolvers<Error | undefined>();

  /** `onOverLimit` is called by the write that brings more than `maxBytes`. */
  constructor(maxBytes: number, onOverLimit: () => void) {
    // Native, so that the runtime moves the bytes to the other isolate itself.
    const { readable, writable } = new IdentityTransformStream();
    const native = writable.getWriter();
    native.closed.catch(() => undefined);
    let left = maxBytes;
    const counted = new WritableStream<Uint8Array>({
      start: (controller) => void (this.#counted = controller),
      write(chunk: Uint8Array) {
        left -= chunk.byteLength;
        if (left >= 0) return native.write(chunk);
        onOverLimit();
        throw new Error(`more than ${maxBytes} bytes were written to the process`);
      },
      close: () => native.close().then(() => this.#ended.resolve(undefined)),
      abort: (reason) => native.abort(reason),
    });
    this.#native = native;
    this.readable = readable;
    this.writer = new StreamWriter(counted);
    this.closed = this.#ended.promise;
  }

  /** Drops what is on its way; whoever waits for it is told `reason`. */
  break(reason: Error): void {
    // Both: the native one would wait for ever to be read, and whoever writes to the other must be told.
    void this.#native.abort(reason).catch(() => undefined);
    this.#counted?.error(reason);
    this.#ended.resolve(reason);
  }
}
