// The pipe into a process. It counts what is written, and breaks when the process ends.
import { StreamWriter } from "../streams/stream-writer.ts";

/** A pipe whose read end is the body of a request. */
export class StandardInput {
  /** The parent's end. */
  readonly writer: StreamWriter;
  /** The child's end. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Resolves when the parent has closed the pipe, or when it has broken. */
  readonly closed: Promise<Error | undefined>;
  #counted: WritableStreamDefaultController | undefined;
  readonly #native: WritableStreamDefaultWriter<Uint8Array>;
  readonly #ended = Promise.withResolvers<Error | undefined>();

  /** `onOverLimit` is called by the write that exceeds `maxBytes`. */
  constructor(maxBytes: number, onOverLimit: () => void) {
    // A native stream: the runtime itself moves its bytes to the other isolate.
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

  /** Drops all data on its way. Pending writes reject with `reason`. */
  break(reason: Error): void {
    // Break both: the native stream would wait for a reader for ever, and writers must get the error.
    void this.#native.abort(reason).catch(() => undefined);
    this.#counted?.error(reason);
    this.#ended.resolve(reason);
  }
}
