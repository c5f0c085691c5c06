// What one incoming request may spend on outgoing ones. Nothing in here outlives the request or is shared with another.
import { Semaphore } from "../../gather/index.ts";
import { BodyRoom } from "../body/body-room.ts";
import { Budget } from "../layers/budget.ts";
import type { CallInit, Reply } from "./call-init.ts";
import { CallTrace } from "../call/call-trace.ts";
import type { Answer } from "../call/fetch.ts";
import { policyFor } from "./call-policy.ts";
import { USER_AGENT } from "../layers/guard.ts";
import { layered } from "../layers/index.ts";
import { Lifetime } from "./lifetime.ts";
import { OpenCall } from "../call/open-call.ts";
import { readBody } from "../body/read-body.ts";
import type { ScopeOptions, WorkerContext } from "./scope-options.ts";
import { SingleFlight } from "./single-flight.ts";
import { SLOTS } from "../layers/slot.ts";
import { joinTrace, type TraceContext } from "./trace-context.ts";
import { WatchedResponse } from "../body/watched-response.ts";
import { withBodyAnew } from "../layers/whole-body.ts";

/** Calls that a scope records. */
const MAX_RECORDED = 1_000;

/** A call in the record. */
interface RecordedCall {
  readonly upstream: string;
  readonly trace: CallTrace;
}

/** One request's life, slots, budgets and trace, and the calls made with them. */
export class Scope extends Lifetime {
  readonly budget: Budget;
  readonly slots = new Semaphore(SLOTS);
  readonly trace: TraceContext;
  /** Where calls and connections may lead. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Milliseconds for one attempt, or one connection, that names none. */
  readonly timeoutMs: number;
  readonly worker: WorkerContext;
  /** Identical calls of declared upstreams, made once. */
  readonly singleFlight = new SingleFlight(this.signal);
  /** The room for bodies that are read whole. */
  readonly bodies: BodyRoom;
  /** The first thousand calls, in the order they were made. */
  readonly calls: RecordedCall[] = [];
  readonly #options: ScopeOptions;
  readonly #joinedBy = new WeakMap<AbortSignal, AbortSignal>();

  constructor(options: ScopeOptions) {
    super(options.clientSignal, options.deadlineMs, options.reserveMs);
    this.#options = options;
    this.trace = options.trace;
    this.allowedOrigins = options.allowedOrigins;
    this.timeoutMs = options.timeoutMs;
    this.worker = options.worker;
    this.budget = new Budget(options.subrequests);
    this.bodies = new BodyRoom(options.maxTotalBytes, () => this.deadlineAt);
    this.whenClosed(() => this.bodies.end());
  }

  /**
   * Calls an upstream through all layers and resolves when the headers are in, whatever the status, like the platform's `fetch`.
   *
   * @throws `UpstreamError`, whose `outcome` tells how the call ended; reading the body throws it too. `TypeError` for a URL or header
   * that is none; `RangeError` for a time that no timer can wait.
   */
  async fetch(input: string | URL, init: CallInit = {}): Promise<Response> {
    const { call, answer } = await this.#call(input, init);
    const release = (): void => {
      answer.release();
      call.end();
    };
    const { status } = answer.response;
    const failure = (reason: unknown): Error => call.failure(reason, status);
    const { maxBytes = this.#options.maxBytes } = init;
    return new WatchedResponse({ ...answer, release }, call.upstream, maxBytes, this.bodies, failure);
  }

  /**
   * Calls an upstream and reads its answer to the end: `fetch` and `arrayBuffer` in one, without the cost of a watched stream.
   *
   * @throws as `fetch` does.
   */
  async read(input: string | URL, init: CallInit = {}): Promise<Reply> {
    const { call, answer } = await this.#call(input, init, this.bodies);
    const { status, headers } = answer.response;
    try {
      const { maxBytes = this.#options.maxBytes } = init;
      const { bytes = await readBody(answer, call.upstream, maxBytes, this.bodies) } = answer;
      return { status, headers, bytes };
    } catch (reason) {
      throw call.failure(reason, status);
    } finally {
      call.end();
    }
  }

  /** Records a call, up to a limit. */
  note(call: RecordedCall): void {
    if (this.calls.length < MAX_RECORDED) this.calls.push(call);
  }

  /** `room`: the room for all bodies, if the body is to be read whole. */
  async #call(input: string | URL, init: CallInit, room?: BodyRoom): Promise<{ call: OpenCall; answer: Answer }> {
    const { method = "GET", headers, body = null, signal } = init;
    const url = new URL(input);
    const policy = policyFor(url, init, this.#options, this, room);
    const request = { url, method: method.toUpperCase(), headers: this.#headers(headers), body };
    const call = new OpenCall(
      init.upstream ?? url.host,
      url.origin,
      init.trace ?? new CallTrace(this.startedAt),
      this.joined(signal),
    );
    this.note(call);
    const { tracing } = this.#options;
    try {
      const ours = layered(policy);
      const send = init.layer?.(room === undefined ? ours : withBodyAnew(ours, room)) ?? ours;
      const answer = tracing
        ? tracing.enterSpan(`upstream ${call.upstream}`, () => send(request, call))
        : send(request, call);
      return { call, answer: await answer };
    } catch (reason) {
      call.end();
      throw call.failure(reason, call.trace.status);
    }
  }

  /** Aborts as the request's signal or `signal` does, whichever is first; made once for all the calls that a task's signal is handed to. */
  joined(signal = this.signal): AbortSignal {
    if (signal === this.signal) return signal;
    const joined = this.#joinedBy.get(signal) ?? AbortSignal.any([this.signal, signal]);
    this.#joinedBy.set(signal, joined);
    return joined;
  }

  /** Takes `signal` for one that aborts when the request's does, so that its calls need no other. */
  adopt(signal: AbortSignal): AbortSignal {
    this.#joinedBy.set(signal, signal);
    return signal;
  }

  /** Headers of our own that say who calls and for which trace: written into the one copy that is made of them, because each costs. */
  #headers(given: HeadersInit | undefined): Headers {
    const headers = new Headers(given);
    if (!headers.has("User-Agent")) headers.set("User-Agent", USER_AGENT);
    joinTrace(headers, this.trace);
    return headers;
  }
}
