// How long a connection lives: for as long as its request does, its caller wants it and its clock allows; and what it holds on to meanwhile.
import { checkMs } from "../gather/check.ts";
import type { Alarms, Release } from "../gather/index.ts";
import { orAborted } from "../streams/or-aborted.ts";
import type { Call } from "../upstream/call/call.ts";
import { UpstreamError } from "../upstream/call/outcome.ts";
import type { Scope } from "../upstream/request/scope.ts";
import type { Address } from "./address.ts";

/** What a connection may set for itself. */
export interface ConnectionOptions {
  /** `"on"`: TLS from the first byte on. `"startTls"`: plain until `startTls()` is called. Default: `"off"`. */
  readonly tls?: "off" | "on" | "startTls" | undefined;
  /** Ends this connection alone. Hand it the signal of the task that makes it. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds from its slot to its end, connecting, reading and writing included; at most 2,147,483,647, or `Infinity` for as long as the request
   * lives. Default: the scope's.
   */
  readonly timeoutMs?: number | undefined;
  /** Who is called, for errors and the trace; `hostname:port` by default. */
  readonly upstream?: string | undefined;
  /** The call that this is, if it has begun already. Its `ttfbMs` is the time until connected. @default a new one */
  readonly call?: Call | undefined;
}

/** A connection's life, which begins before it is connected. It ends once, with a failure or without. */
export class ConnectionLife {
  readonly upstream: string;
  readonly call: Call;
  /** How far the connection has come, for the error's message. */
  phase = "before it was connected";
  readonly #over = new AbortController();
  readonly #toTell: ((failure: UpstreamError | undefined) => void)[] = [];
  readonly #begunAt = performance.now();
  readonly #alarms: Alarms;
  readonly #timeoutMs: number;
  #failure: UpstreamError | undefined;
  #slot: Release | undefined;
  #callOff = (): void => undefined;

  /** @throws `RangeError` for a `timeoutMs` that no timer can wait. */
  constructor(scope: Scope, address: Address, { signal, upstream, timeoutMs }: ConnectionOptions, call: Call) {
    this.upstream = upstream ?? address.origin.slice("tcp://".length);
    this.call = call;
    call.upstream ||= this.upstream;
    call.origin = address.origin;
    if (signal !== undefined) call.signal = scope.joined(signal);
    this.#alarms = scope.alarms;
    this.#timeoutMs = checkMs("timeoutMs", timeoutMs ?? scope.timeoutMs);
    scope.note(call);
    if (call.signal.aborted) this.#stop();
    else call.signal.addEventListener("abort", this.#stop);
  }

  /** Aborts when the life is over; its reason is the failure, where there was one. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Gives `slot` back when the life is over, and starts its clock. @throws the reason it is over for already. */
  begin(slot: Release): void {
    if (this.over.aborted) slot();
    this.over.throwIfAborted();
    this.#slot = slot;
    const expire = (): void => {
      const what = `passed its ${this.#timeoutMs} ms timeout ${this.phase} (${this.call.waited()})`;
      this.fail(new UpstreamError(this.upstream, "connection_timeout", what));
    };
    this.#callOff = this.#alarms.set(this.#timeoutMs, expire);
  }

  /** Settles as `work` does, or rejects as soon as the life is over. */
  orOver<T>(work: Promise<T>): Promise<T> {
    return orAborted(work, this.over);
  }

  /** Ends the life with what `reason` stands for, and returns that, for throwing. The first failure stays. */
  fail(reason: unknown): UpstreamError {
    if (this.#failure !== undefined) return this.#failure;
    if (this.over.aborted) return new UpstreamError(this.upstream, "not_wanted", "was closed already");
    const afterMs = Math.round(performance.now() - this.#begunAt);
    this.#failure = this.call.failure(reason, undefined, `after ${afterMs} ms, ${this.phase}`);
    this.#end();
    return this.#failure;
  }

  /** Ends the life without a failure. */
  end(): void {
    if (!this.over.aborted) this.#end();
  }

  /** Calls `tell` when the life is over, with the failure, where there was one. */
  whenOver(tell: (failure: UpstreamError | undefined) => void): void {
    if (this.over.aborted) tell(this.#failure);
    else this.#toTell.push(tell);
  }

  readonly #stop = (): void => {
    this.fail(this.call.signal.reason);
  };

  #end(): void {
    this.#callOff();
    this.call.signal.removeEventListener("abort", this.#stop);
    this.call.end();
    this.#over.abort(this.#failure);
    this.#slot?.();
    for (const tell of this.#toTell) tell(this.#failure);
  }
}
