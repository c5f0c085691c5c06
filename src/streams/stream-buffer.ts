// The bytes of a stream that were read and not yet taken. A waiting reader may leave; the pending read goes on and its
// bytes are kept.
import { ChunkList } from "./chunk-list.ts";
import { orAborted } from "./or-aborted.ts";

/** Locks `stream`. @throws {TypeError} from the constructor, when it is locked already. */
export class StreamBuffer {
  readonly chunks = new ChunkList();
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  #pull: PromiseWithResolvers<void> | undefined;
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#source = stream.getReader();
  }

  /** True when the stream has ended and all its bytes were taken. */
  get atEnd(): boolean {
    return this.#ended && this.#failure === undefined && this.chunks.length === 0;
  }

  /** True while a chunk was asked for and has not come. */
  get isPulling(): boolean {
    return this.#pull !== undefined;
  }

  /** @throws The error of the stream, or the reason it was cancelled with. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  /**
   * Waits for one more chunk, which may be empty. Resolves to false when the stream has ended.
   *
   * @throws The error of the stream, or the reason it was cancelled with.
   * @throws The reason of `signal`. The pending read goes on for the next caller.
   */
  async more(signal: AbortSignal | undefined): Promise<boolean> {
    if (this.#ended) return false;
    this.#pull ??= this.#start();
    await orAborted(this.#pull.promise, signal);
    this.throwIfFailed();
    return !this.#ended;
  }

  /** Drops all bytes, cancels the stream, and makes pending and later reads reject with `reason`. Works once. */
  async cancel(reason: unknown): Promise<void> {
    if (this.#failure !== undefined) return;
    this.#fail(reason);
    await this.#source.cancel(reason);
  }

  #start(): PromiseWithResolvers<void> {
    this.#source.read().then(
      ({ done, value }) => this.#arrive(done, value),
      (reason: unknown) => this.#fail(reason),
    );
    return Promise.withResolvers();
  }

  #arrive(done: boolean, chunk: unknown): void {
    if (this.#failure !== undefined) return;
    if (done) this.#ended = true;
    else if (chunk instanceof Uint8Array) this.chunks.push(chunk);
    else {
      const mistake = new TypeError(`a byte stream must yield Uint8Array chunks, not ${typeof chunk}`);
      return void this.cancel(mistake).catch(() => undefined);
    }
    this.#settle();
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.chunks.clear();
    this.#settle();
  }

  #settle(): void {
    this.#pull?.resolve();
    this.#pull = undefined;
  }
}
