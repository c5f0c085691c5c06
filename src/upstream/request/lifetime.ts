// The life of a request: its deadline, its client, and its holders. Its end stops everything that it started.
import { Alarms } from "../../gather/index.ts";
import { StopSignal } from "../call/stop-signal.ts";
import { ClientGoneError, DeadlineError } from "../call/stop-reasons.ts";

/** The reason at the end of a request. Created once, because the stack trace of an error is expensive. */
const OVER = new DOMException("the request is over", "AbortError");

/** The life of a request, from now on. */
export class Lifetime {
  /** The start of the request, on the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  /** The request's alarms. They stop at its end. */
  readonly alarms = new Alarms();
  readonly #client: AbortSignal;
  readonly #controller = new AbortController();
  /** Aborts as `signal` does. Listening to it costs less. */
  readonly stop = new StopSignal(this.#controller.signal);
  readonly #reserveMs: number;
  readonly #listeners: (() => void)[] = [];
  #deadlineMs = Infinity;
  #deadlineAt = Infinity;
  #answerAt = Infinity;
  #keptMs = 0;
  #holds = 0;
  #cancelDeadline = (): void => undefined;

  /** `client` aborts when the client leaves. `reserveMs` of each deadline, at most half, are kept for answering. */
  constructor(client: AbortSignal, deadlineMs: number, reserveMs: number) {
    this.#client = client;
    this.#reserveMs = reserveMs;
    this.setDeadline(deadlineMs);
    client.addEventListener("abort", this.leave);
    if (client.aborted) this.leave();
  }

  /**
   * Aborts when the client leaves (`ClientGoneError`), when upstream time is over (`DeadlineError`), and at the end.
   */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds since the start of the request. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** The end of upstream work, on the clock of `performance.now()`. */
  get deadlineAt(): number {
    return this.#deadlineAt;
  }

  /** True if something besides the handler keeps the request alive. */
  get held(): boolean {
    return this.#holds > 1;
  }

  /** True if the client has left, and that has ended the work. */
  get clientGone(): boolean {
    return this.signal.reason instanceof ClientGoneError;
  }

  /**
   * Milliseconds until the answer must be written. That is the reserve before the deadline, at most a quarter of it.
   */
  get answerInMs(): number {
    return this.#answerAt - performance.now();
  }

  /**
   * Sets the deadline, in milliseconds after the start of the request. Upstream work ends earlier, by the reserve and
   * by `furtherMs` for work after it. Together these take at most half of the deadline.
   */
  setDeadline(deadlineMs: number, furtherMs = 0): void {
    this.#deadlineMs = deadlineMs;
    const reserveMs = Math.min(this.#reserveMs + furtherMs, deadlineMs / 2);
    this.#keptMs = reserveMs;
    const expire = (): void => this.#controller.abort(new DeadlineError(deadlineMs, reserveMs));
    this.#deadlineAt = this.startedAt + deadlineMs - reserveMs;
    this.#answerAt = this.startedAt + deadlineMs - Math.min(this.#reserveMs, deadlineMs / 4);
    this.#cancelDeadline();
    this.#cancelDeadline = this.alarms.set(this.#deadlineAt - performance.now(), expire);
  }

  /** Sets the deadline, in milliseconds after the request's start, if it is earlier than the one that holds. */
  shortenDeadline(deadlineMs: number): void {
    if (deadlineMs < this.#deadlineMs) this.setDeadline(deadlineMs);
  }

  /** Lets the request go on past its deadline, for a stream that the client is getting. */
  liftDeadline(): void {
    this.#cancelDeadline();
    this.#deadlineAt = this.#answerAt = Infinity;
  }

  /**
   * Keeps the request alive until the returned function is called. After the last hold it ends and cancels all calls.
   */
  hold(): () => void {
    this.#holds++;
    return () => {
      if (--this.#holds === 0) this.#close();
    };
  }

  /** Calls `listener` when the request ends. */
  whenClosed(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Settles as `work` does. If `work` ignores the end of the request, this rejects after `share` of the reserve, so
   * that there is still time to answer.
   *
   * @throws The error of `work`, or the reason of the signal.
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

  /** The client has left: stops the work for it. */
  readonly leave = (): void => {
    this.#controller.abort(new ClientGoneError());
  };

  #close(): void {
    this.alarms.end();
    this.#client.removeEventListener("abort", this.leave);
    this.#controller.abort(OVER);
    for (const listener of this.#listeners) listener();
  }
}
