// How long a request lives: its deadline, its client, and whoever still holds on to it. When it ends, so does all that was begun for it.
import { Alarms } from "../../gather/index.ts";
import { StopSignal } from "../call/stop-signal.ts";
import { ClientGoneError, DeadlineError } from "../call/stop-reasons.ts";

/** The reason at a request's end. Made once: with the trace of its stack, each one costs as much as several timers. */
const OVER = new DOMException("the request is over", "AbortError");

/** A request's life, from now on. */
export class Lifetime {
  /** When the request came in, on the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  /** The request's clocks, off when it ends. */
  readonly alarms = new Alarms();
  readonly #client: AbortSignal;
  readonly #controller = new AbortController();
  /** Aborts as `signal` does. Listening to it costs less. */
  readonly stop = new StopSignal(this.#controller.signal);
  readonly #reserveMs: number;
  readonly #toTell: (() => void)[] = [];
  #deadlineAt = Infinity;
  #answerAt = Infinity;
  #keptMs = 0;
  #holds = 0;
  #callOff = (): void => undefined;

  /** `client` aborts when the client leaves; `reserveMs` of each deadline, at most half, are kept back for answering. */
  constructor(client: AbortSignal, deadlineMs: number, reserveMs: number) {
    this.#client = client;
    this.#reserveMs = reserveMs;
    this.setDeadline(deadlineMs);
    client.addEventListener("abort", this.leave);
    if (client.aborted) this.leave();
  }

  /** Aborts when the client has left (`ClientGoneError`), the time for upstream work is over (`DeadlineError`), or the request is. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds since the request came in. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** When upstream work must be over, on the clock of `performance.now()`. */
  get deadlineAt(): number {
    return this.#deadlineAt;
  }

  /** Whether something besides the handler keeps the request alive. */
  get held(): boolean {
    return this.#holds > 1;
  }

  /** Whether the client has left, and that has ended the work. */
  get clientGone(): boolean {
    return this.signal.reason instanceof ClientGoneError;
  }

  /** Milliseconds until the answer must be written: the reserve before the deadline, at most a quarter of it. None or fewer when that is over. */
  get answerInMs(): number {
    return this.#answerAt - performance.now();
  }

  /**
   * Sets the deadline, in milliseconds after the request's start. Upstream work must end earlier, by the reserve and by `furtherMs` for work that
   * comes after it; the two together take at most half of the deadline.
   */
  setDeadline(deadlineMs: number, furtherMs = 0): void {
    const reserveMs = Math.min(this.#reserveMs + furtherMs, deadlineMs / 2);
    this.#keptMs = reserveMs;
    const expire = (): void => this.#controller.abort(new DeadlineError(deadlineMs, reserveMs));
    this.#deadlineAt = this.startedAt + deadlineMs - reserveMs;
    this.#answerAt = this.startedAt + deadlineMs - Math.min(this.#reserveMs, deadlineMs / 4);
    this.#callOff();
    this.#callOff = this.alarms.set(this.#deadlineAt - performance.now(), expire);
  }

  /** Lets the request go on past its deadline, for a stream that the client is getting. */
  liftDeadline(): void {
    this.#callOff();
    this.#deadlineAt = this.#answerAt = Infinity;
  }

  /** Keeps the request alive until the returned function is called, once; the last one ends it, which cancels every call under way. */
  hold(): () => void {
    this.#holds++;
    return () => {
      if (--this.#holds === 0) this.#close();
    };
  }

  /** Calls `tell` when the request ends. */
  whenClosed(tell: () => void): void {
    this.#toTell.push(tell);
  }

  /**
   * Settles as `work` does. Work that does not heed the request's end is left behind `share` of the reserve after that, so that there is still
   * time to answer.
   *
   * @throws what `work` rejects with; the signal's reason.
   */
  async orEnd<T>(work: Promise<T>, share: number): Promise<T> {
    const ended = Promise.withResolvers<never>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      timer = setTimeout(() => ended.reject(this.signal.reason), share * this.#keptMs);
    };
    if (this.signal.aborted) end();
    else this.stop.addEventListener("abort", end);
    try {
      return await Promise.race([work, ended.promise]);
    } finally {
      this.stop.removeEventListener("abort", end);
      if (timer !== undefined) clearTimeout(timer);
    }
  }

  /** Resolves when the request ends. */
  get closed(): Promise<void> {
    return new Promise((resolve) => this.whenClosed(resolve));
  }

  /** The client is gone: ends what is done for it. */
  readonly leave = (): void => {
    this.#controller.abort(new ClientGoneError());
  };

  #close(): void {
    this.alarms.end();
    this.#client.removeEventListener("abort", this.leave);
    this.#controller.abort(OVER);
    for (const tell of this.#toTell) tell();
  }
}
