// A body as a stream with a size limit and a time limit. It may be passed on to the client.
import { compact } from "../../streams/compact.ts";
import type { Call } from "../call/call.ts";
import type { Answer } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";
import { tooLarge } from "./read-body.ts";

/** Default `idleMs` of a body that is passed on to the client. A stream that is silent for longer is dead. */
const HANDED_ON_IDLE_MS = 60_000;

/**
 * The body of an answer as a stream. It releases the answer when the body has ended, failed or been cancelled. It
 * buffers nothing: it reads a chunk when one is pulled. It fails with the error that the call makes of the reason.
 */
export class MeteredBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #answer: Answer;
  readonly #call: Call;
  readonly #source: ReadableStream<Uint8Array>;
  // Locked only when needed. Until then the body can be read in another way.
  #taken: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #maxBytes: number;
  #idleMs: number | undefined;
  #length = 0;
  #end: (() => void) | undefined;

  constructor(answer: Answer, call: Call, source: ReadableStream<Uint8Array>) {
    this.#answer = answer;
    this.#call = call;
    this.#source = source;
    this.#maxBytes = call.limits.maxBytes;
    this.#idleMs = call.limits.idleMs;
    this.stream = new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#pull(controller), cancel: (reason) => this.#cancel(reason) },
      { highWaterMark: 0 },
    );
  }

  /**
   * The client gets the stream. This ends the attempt timeout and the size limit, and limits the time between two
   * chunks instead. `end` is called at the end of the stream.
   */
  handOn(end: () => void): void {
    this.#answer.untime?.();
    this.#maxBytes = Infinity;
    this.#idleMs ??= HANDED_ON_IDLE_MS;
    this.#end = end;
  }

  get #reader(): ReadableStreamDefaultReader<Uint8Array> {
    return (this.#taken ??= this.#source.getReader());
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      const { done, value } = await this.#read();
      if (done) {
        this.#over();
        controller.close();
        return;
      }
      this.#length += value.byteLength;
      if (this.#length > this.#maxBytes) throw tooLarge(this.#call.upstream, this.#maxBytes);
      controller.enqueue(compact(value));
    } catch (cause) {
      const { signal, response } = this.#answer;
      const failure = this.#call.failure(signal.aborted ? signal.reason : cause, response.status);
      this.#over();
      controller.error(failure);
      await this.#reader.cancel(cause).catch(() => undefined);
    }
  }

  async #read(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const idleMs = this.#idleMs;
    if (idleMs === undefined) return this.#reader.read();
    const idle = Promise.withResolvers<never>();
    const { upstream, resources } = this.#call;
    const cancelAlarm = resources.alarms.set(idleMs, () => {
      idle.reject(new UpstreamError(upstream, "idle_timeout", `sent nothing for ${idleMs} ms`));
    });
    try {
      return await Promise.race([this.#reader.read(), idle.promise]);
    } finally {
      cancelAlarm();
    }
  }

  async #cancel(reason: unknown): Promise<void> {
    this.#over();
    await this.#reader.cancel(reason);
  }

  #over(): void {
    this.#answer.release();
    this.#end?.();
    this.#end = undefined;
  }
}
