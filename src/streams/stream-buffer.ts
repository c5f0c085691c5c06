// A stream's bytes up to where they have been pulled. Who waits for more may leave; the pull goes on, and what it brings is kept.
import { ChunkList } from "./chunk-list.ts";
import { orAborted } from "./or-aborted.ts";

/** Locks `stream`. @throws from its constructor: `TypeError` when that is locked already. */
export class StreamBuffer {
  readonly chunks = new ChunkList();
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  #pull: PromiseWithResolvers<void> | undefined;
  #ended = false;
  #failure: { readonly reason: unknown } | undefined;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#source = stream.getReader();
  }

  /** Whether the stream is known to have ended with nothing left of it. */
  get atEnd(): boolean {
    return this.#ended && this.#failure === undefined && this.chunks.length === 0;
  }

  /** Whether a chunk has been asked for that has not come. */
  get isPulling(): boolean {
    return this.#pull !== undefined;
  }

  /** @throws what the stream failed with, or was cancelled with. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  /**
   * Waits for one more chunk, which may be empty; resolves to false when the stream has ended.
   *
   * @throws what the stream fails with, or is cancelled with; the reason of `signal`, while the pull goes on for whoever comes next.
   */
  async more(signal: AbortSignal | undefined): Promise<boolean> {
    if (this.#ended) return false;
    this.#pull ??= this.#start();
    await orAborted(this.#pull.promise, signal);
    this.throwIfFailed();
    return !this.#ended;
  }

  /** Drops every byte, makes whoever waits and whoever comes reject with `reason`, and cancels the stream. Only the first time. */
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
      const mistake = new TypeError(`a stream of bytes must bring Uint8Arrays, not ${typeof chunk}`);
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
