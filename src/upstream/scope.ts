// What one incoming request may spend on outgoing ones, and the end of it all. Nothing in here outlives the request or is shared with another.
import { Semaphore } from "../gather/index.ts";
import { Budget } from "./budget.ts";
import type { CallInit, Reply } from "./call-init.ts";
import { CallTrace } from "./call-trace.ts";
import type { Answer } from "./fetch.ts";
import { policyFor, retryBudget } from "./call-policy.ts";
import { layered } from "./layers.ts";
import { meteredBody } from "./metered-body.ts";
import { OpenCall } from "./open-call.ts";
import { type ByteBudget, readBody } from "./read-body.ts";
import type { ScopeOptions } from "./scope-options.ts";
import { SLOTS } from "./slot.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";
import type { TraceContext } from "./trace-context.ts";

/** Calls a scope remembers for the telling. */
const MAX_TOLD = 1_000;

/**
 * One request's slots, clocks, budget and trace, and the calls made with them. Open while someone holds it; when the last one lets go, what is
 * still under way is cancelled.
 */
export class Scope {
  readonly budget: Budget;
  readonly slots = new Semaphore(SLOTS);
  /** When the request came in, on the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  readonly trace: TraceContext;
  /** The first thousand calls, in the order they were made. */
  readonly calls: { readonly upstream: string; readonly trace: CallTrace }[] = [];
  readonly #options: ScopeOptions;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #deadlineAt = Infinity;
  #holds = 0;
  readonly #toTell: (() => void)[] = [];
  readonly #bytes: ByteBudget;
  readonly #retries = retryBudget();

  constructor(options: ScopeOptions) {
    this.#options = options;
    this.trace = options.trace;
    this.budget = new Budget(options.subrequests);
    this.#bytes = { left: options.maxTotalBytes };
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
    this.#deadlineAt = performance.now() + leftMs;
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
    const { status } = answer.response;
    const failure = (reason: unknown): Error => call.failure(reason, status);
    const body = meteredBody({ ...answer, release }, call.upstream, this.#options.maxBytes, failure);
    return new Response(body, answer.response);
  }

  /**
   * Calls an upstream and reads its answer to the end: `fetch` and `arrayBuffer` in one, without the cost of a watched stream.
   *
   * @throws as `fetch` does.
   */
  async read(input: string | URL, init: CallInit = {}): Promise<Reply> {
    const { call, answer } = await this.#call(input, init);
    const { status, headers } = answer.response;
    try {
      return { status, headers, bytes: await readBody(answer, call.upstream, this.#options.maxBytes, this.#bytes) };
    } catch (reason) {
      throw call.failure(reason, status);
    } finally {
      call.end();
    }
  }

  /** Ends the scope's upstream work now, for `reason`. */
  leave(reason: ClientGoneError): void {
    this.#controller.abort(reason);
  }

  /** Whether something besides the handler keeps the scope open. */
  get held(): boolean {
    return this.#holds > 1;
  }

  /** Calls `tell` when the scope closes. */
  whenClosed(tell: () => void): void {
    this.#toTell.push(tell);
  }

  /** Keeps the scope open until the returned function is called; the last one closes it, which cancels every call still under way. */
  hold(): () => void {
    this.#holds++;
    return () => {
      if (--this.#holds === 0) this.#close();
    };
  }

  async #call(input: string | URL, init: CallInit): Promise<{ call: OpenCall; answer: Answer }> {
    const { method = "GET", headers, body = null, signal } = init;
    const url = new URL(input);
    const request = { url, method: method.toUpperCase(), headers: new Headers(headers), body };
    const stoppers = signal === undefined ? [this.signal] : [this.signal, signal];
    const call = new OpenCall(init.upstream ?? url.host, init.trace ?? new CallTrace(this.startedAt), stoppers);
    if (this.calls.length < MAX_TOLD) this.calls.push(call);
    const ours = layered(policyFor(init, this.#options, this.#shared()));
    const send = init.layer?.(ours) ?? ours;
    const { tracing } = this.#options;
    try {
      const answer = tracing
        ? tracing.enterSpan(`upstream ${call.upstream}`, () => send(request, call))
        : send(request, call);
      return { call, answer: await answer };
    } catch (reason) {
      call.end();
      throw call.failure(reason);
    }
  }

  #shared(): Parameters<typeof policyFor>[2] {
    const { slots, budget, trace } = this;
    return { slots, budget, trace, retries: this.#retries, deadlineAt: this.#deadlineAt };
  }

  #close(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#options.clientSignal.removeEventListener("abort", this.#leave);
    this.#controller.abort(new DOMException("the request is over", "AbortError"));
    for (const tell of this.#toTell) tell();
  }

  readonly #leave = (): void => {
    this.leave(new ClientGoneError());
  };
}
