// A body as a stream that is still capped, timed and given back at its end. It may be handed on to the client.
import type { Call } from "../call/call.ts";
import type { Answer } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";
import { ClientGoneError } from "../call/stop-reasons.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { IdleWatch } from "./idle-watch.ts";
import { tooLarge } from "./read-body.ts";

/**
 * Milliseconds between two chunks of a body that is handed on, if its call sets no `idleMs`: a stream that is silent for
 * longer is dead.
 */
const HANDED_ON_IDLE_MS = 60_000;

/**
 * The body of an answer as a stream. It releases the answer when the body has ended, failed or been cancelled. It
 * buffers nothing: it reads a chunk when one is pulled. It fails with the error that the call makes of the reason.
 */
export class MeteredBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #answer: Answer;
  readonly #call: Call;
  readonly #chunks: ChunkReader;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #maxBytes: number;
  #length = 0;
  #idle: IdleWatch | undefined;
  #isOver = false;
  #end: (() => void) | undefined;

  constructor(answer: Answer, call: Call, source: ReadableStream<Uint8Array>) {
    this.#answer = answer;
    this.#call = call;
    this.#chunks = new ChunkReader(source);
    this.#maxBytes = call.limits.maxBytes;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => this.#pull(),
        cancel: (reason) => this.#cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * The client gets the stream. This ends the attempt timeout and the size limit, and limits the time between two
   * chunks instead. `end` is called at the end of the stream.
   */
  handOn(end: () => void): void {
    if (this.#isOver) return end();
    this.#answer.untime?.();
    this.#maxBytes = Infinity;
    this.#end = end;
    this.#watchIdle(HANDED_ON_IDLE_MS);
    // A client that leaves while it is behind neither reads nor cancels.
    this.#call.signal.addEventListener("abort", this.#leave);
    if (this.#call.signal.aborted) this.#leave();
  }

  get isHandedOn(): boolean {
    return this.#end !== undefined;
  }

  async #pull(): Promise<void> {
    this.#watchIdle();
    this.#idle?.waits();
    try {
      const chunk = await this.#chunks.next();
      if (this.#isOver) return;
      this.#idle?.arrived();
      if (chunk === undefined) {
        this.#over();
        this.#controller.close();
        return;
      }
      this.#length += chunk.byteLength;
      if (this.#length > this.#maxBytes) throw tooLarge(this.#call.upstream, this.#maxBytes);
      this.#controller.enqueue(chunk);
    } catch (cause) {
      const { signal } = this.#answer;
      await this.#fail(signal.aborted ? signal.reason : cause);
    }
  }

  /** Starts the clock between two chunks, once. */
  #watchIdle(defaultMs?: number): void {
    const { limits, resources, upstream } = this.#call;
    const idleMs = limits.idleMs ?? defaultMs;
    if (idleMs === undefined) return;
    this.#idle ??= new IdleWatch(resources.alarms, idleMs, () => {
      void this.#fail(new UpstreamError(upstream, "idle_timeout", `sent nothing for ${idleMs} ms`));
    });
  }

  readonly #leave = (): void => void this.#fail(this.#call.signal.reason);

  async #fail(cause: unknown): Promise<void> {
    if (this.#isOver) return;
    const failure = this.#call.failure(cause, this.#answer.response.status);
    this.#over();
    this.#controller.error(failure);
    await this.#chunks.cancel(cause).catch(() => undefined);
  }

  async #cancel(reason: unknown): Promise<void> {
    if (this.isHandedOn) this.#call.failed(this.#call.stopped(new ClientGoneError()));
    this.#over();
    await this.#chunks.cancel(reason);
  }

  #over(): void {
    this.#isOver = true;
    this.#idle?.end();
    this.#call.signal.removeEventListener("abort", this.#leave);
    this.#answer.release();
    this.#end?.();
    this.#end = undefined;
  }
}
