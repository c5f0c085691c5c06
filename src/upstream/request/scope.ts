// The resources of one incoming request for its outgoing calls. None of them outlives the request or is shared.
import { Semaphore } from "../../gather/index.ts";
import { BodyRoom } from "../body/body-room.ts";
import type { MeteredBody } from "../body/metered-body.ts";
import { readBody } from "../body/read-body.ts";
import { WatchedResponse } from "../body/watched-response.ts";
import { Budget } from "../call/budget.ts";
import { Call } from "../call/call.ts";
import type { Outbound } from "../call/fetch.ts";
import type { OnProgress } from "../call/progress.ts";
import type { Resources } from "../call/resources.ts";
import { makeCall } from "../layers/index.ts";
import { SLOTS } from "../layers/slot.ts";
import { withBodyAnew } from "../layers/whole-body.ts";
import { BodyStreams } from "./body-streams.ts";
import type { CallInit, Reply } from "./call-init.ts";
import { limitsFor } from "./limits-for.ts";
import { outboundFor } from "./outbound-for.ts";
import { RequestSignals } from "./request-signals.ts";
import type { ScopeOptions, WorkerContext } from "./scope-options.ts";
import { SingleFlight } from "./single-flight.ts";
import type { TraceContext } from "./trace-context.ts";

/** Calls that a scope records. */
const MAX_RECORDED = 1_000;

/** The life, slots, budgets and trace of one request, and its calls. */
export class Scope extends RequestSignals implements Resources {
  readonly budget: Budget;
  readonly slots = new Semaphore(SLOTS);
  readonly trace: TraceContext;
  readonly allowedOrigins: ReadonlySet<string>;
  readonly tracing: Resources["tracing"];
  /** Default milliseconds for one attempt or one connection. */
  readonly timeoutMs: number;
  readonly worker: WorkerContext;
  /** Merges identical calls of declared upstreams. */
  readonly singleFlight = new SingleFlight(this.stop);
  readonly bodies: BodyRoom;
  /** Calls of bindings that go on without a waiting caller. The platform cannot cancel them. */
  readonly unsettled = new Set<Call>();
  /** The first thousand calls, in order. */
  readonly calls: Call[] = [];
  readonly streams = new BodyStreams();
  readonly #options: ScopeOptions;

  constructor(options: ScopeOptions) {
    super(options.clientSignal, options.deadlineMs, options.reserveMs);
    this.#options = options;
    this.trace = options.trace;
    this.allowedOrigins = options.allowedOrigins;
    this.tracing = options.tracing;
    this.timeoutMs = options.timeoutMs;
    this.worker = options.worker;
    this.budget = new Budget(options.subrequests);
    this.bodies = new BodyRoom(options.maxTotalBytes, () => this.deadlineAt);
    this.whenClosed(() => this.bodies.end());
  }

  /**
   * Calls an upstream through all layers. Resolves when the headers have arrived, with any status, like the platform's
   * `fetch`.
   *
   * @throws {UpstreamError} with the `outcome` of the call. Reading the body throws it too.
   * @throws {TypeError} for an invalid URL or header.
   * @throws {RangeError} for a time that no timer can wait.
   */
  async fetch(input: string | URL, init: CallInit = {}): Promise<Response> {
    const request = this.#outbound(input, init);
    const call = this.#begin(request, init, false);
    try {
      const layers = init.layer?.(makeCall) ?? makeCall;
      const answer = await layers(request, call);
      const response = new WatchedResponse(answer, call);
      // A body that is never read ends with the request.
      this.whenClosed(() => call.end());
      if (response.metered !== undefined) this.streams.keep(response.metered.stream, response.metered);
      return response;
    } catch (cause) {
      throw this.#ended(call, cause, call.status);
    }
  }

  /**
   * Calls an upstream and reads its whole answer. It is `fetch` and `arrayBuffer` in one, without the cost of a watched
   * stream.
   *
   * @throws All errors of `fetch`.
   */
  async read(input: string | URL, init: CallInit = {}): Promise<Reply> {
    const request = this.#outbound(input, init);
    const call = this.#begin(request, init, true);
    let status: number | undefined;
    try {
      const layers = init.layer?.(withBodyAnew(makeCall)) ?? makeCall;
      const answer = await layers(request, call);
      const { headers } = answer.response;
      status = answer.response.status;
      const { bytes = await readBody(answer, call.upstream, call.limits.maxBytes, this.bodies) } = answer;
      call.end();
      return { status, headers, bytes };
    } catch (cause) {
      throw this.#ended(call, cause, status ?? call.status);
    }
  }

  /**
   * Tells the scope that the client gets `body`. The scope then lives until the body ends, without a deadline. A client
   * that leaves ends both.
   */
  handOn(body: MeteredBody): void {
    this.liftDeadline();
    body.handOn(this.hold());
  }

  /** Starts a call of this scope. `signal` ends it alone. */
  open(upstream = "", signal?: AbortSignal, onProgress?: OnProgress): Call {
    return new Call(this, upstream, this.joined(signal), onProgress);
  }

  /** Records a call, up to a limit. */
  note(call: Call): void {
    if (this.calls.length < MAX_RECORDED) this.calls.push(call);
  }

  #outbound(input: string | URL, init: CallInit): Outbound {
    return outboundFor(
      input,
      init,
      this.trace,
      (origin) => origin === init.targets?.[0].origin || this.allowedOrigins.has(origin),
    );
  }

  #begin({ origin }: Outbound, init: CallInit, readsWhole: boolean): Call {
    const limits = limitsFor(origin, init, this.#options, readsWhole);
    const call = init.call ?? this.open(init.upstream, init.signal);
    call.upstream ||= init.upstream ?? origin.slice(origin.indexOf("//") + 2);
    call.origin = origin;
    call.limits = limits;
    this.note(call);
    return call;
  }

  #ended(call: Call, cause: unknown, status: number | undefined): Error {
    call.end();
    return call.failure(cause, status);
  }
}
