// What one incoming request may spend on outgoing ones, and the end of it all. Nothing in here outlives the request or is shared with another.
import { Semaphore } from "../gather/index.ts";
import { Budget } from "./budget.ts";
import { CallTrace } from "./call-trace.ts";
import type { Answer } from "./fetch.ts";
import { layered } from "./layers.ts";
import { meteredBody } from "./metered-body.ts";
import { OpenCall } from "./open-call.ts";
import { readBody } from "./read-body.ts";
import { SLOTS } from "./slot.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";

/** What a scope is given to live on. */
export interface ScopeOptions {
  readonly allowedOrigins: ReadonlySet<string>;
  /** Subrequests the request may make, redirect hops included. */
  readonly subrequests: number;
  /** Milliseconds from the request's start until it must be answered. */
  readonly deadlineMs: number;
  /** Milliseconds of these kept back for answering, at most half: upstream work stops so much earlier. */
  readonly reserveMs: number;
  /** Milliseconds for one attempt where a call names none. */
  readonly timeoutMs: number;
  /** Bytes a body may have, decompressed. */
  readonly maxBytes: number;
  /** Aborts when the client leaves. */
  readonly clientSignal: AbortSignal;
}

/** What a call may set for itself. */
export interface CallInit {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit | null;
  /** Ends this call alone. Hand it the signal of the task that makes the call. */
  readonly signal?: AbortSignal;
  /** Who is called, for errors and the trace; the URL's host by default. */
  readonly upstream?: string;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs?: number | undefined;
  /** Filled in while the call runs; the scope makes one by default. */
  readonly trace?: CallTrace;
}

/** An upstream's answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

export class Scope {
  readonly budget: Budget;
  readonly slots = new Semaphore(SLOTS);
  /** When the request came in, on the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  readonly #options: ScopeOptions;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #holds = 0;

  constructor(options: ScopeOptions) {
    this.#options = options;
    this.budget = new Budget(options.subrequests);
    this.setDeadline(options.deadlineMs);
    options.clientSignal.addEventListener("abort", this.#leave);
    if (options.clientSignal.aborted) this.#leave();
  }

  /** Aborts when the client has left (`ClientGoneError`) or the time for upstream work is over (`DeadlineError`). */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Sets the request's deadline, in milliseconds after its start. */
  setDeadline(deadlineMs: number): void {
    const reserveMs = Math.min(this.#options.reserveMs, deadlineMs / 2);
    const leftMs = deadlineMs - reserveMs - this.elapsedMs;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#controller.abort(new DeadlineError(deadlineMs, reserveMs)),
      Math.max(0, leftMs),
    );
  }

  /**
   * Calls an upstream through all layers and resolves when the headers are in, whatever the status, like the platform's `fetch`.
   *
   * @throws `UpstreamError`, whose `outcome` tells how the call ended; reading the body throws it too. `TypeError` for a URL or header
   * that is none.
   */
  async fetch(input: string | URL, init: CallInit = {}): Promise<Response> {
    const { call, answer } = await this.#call(input, init);
    const release = (): void => {
      answer.release();
      call.end();
    };
    const body = meteredBody({ ...answer, release }, call.upstream, this.#options.maxBytes, call.failure);
    return new Response(body, answer.response);
  }

  /**
   * Calls an upstream and reads its answer to the end: `fetch` and `arrayBuffer` in one, without the cost of a watched stream.
   *
   * @throws as `fetch` does.
   */
  async read(input: string | URL, init: CallInit = {}): Promise<Reply> {
    const { call, answer } = await this.#call(input, init);
    try {
      const { status, headers } = answer.response;
      return { status, headers, bytes: await readBody(answer, call.upstream, this.#options.maxBytes) };
    } catch (reason) {
      throw call.failure(reason);
    } finally {
      call.end();
    }
  }

  /** Keeps the scope open until the returned function is called; the last one closes it, which cancels every call still under way. */
  hold(): () => void {
    this.#holds++;
    return () => {
      if (--this.#holds === 0) this.#close();
    };
  }

  async #call(input: string | URL, init: CallInit): Promise<{ call: OpenCall; answer: Answer }> {
    const { method = "GET", headers, body = null, signal, timeoutMs = this.#options.timeoutMs } = init;
    const url = new URL(input);
    const request = { url, method: method.toUpperCase(), headers: new Headers(headers), body };
    const stoppers = signal === undefined ? [this.signal] : [this.signal, signal];
    const call = new OpenCall(init.upstream ?? url.host, init.trace ?? new CallTrace(this.startedAt), stoppers);
    const send = layered({ ...this.#options, slots: this.slots, budget: this.budget, timeoutMs });
    try {
      return { call, answer: await send(request, call) };
    } catch (reason) {
      call.end();
      throw call.failure(reason);
    }
  }

  #close(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#options.clientSignal.removeEventListener("abort", this.#leave);
    this.#controller.abort(new DOMException("the request is over", "AbortError"));
  }

  readonly #leave = (): void => {
    this.#controller.abort(new ClientGoneError());
  };
}
