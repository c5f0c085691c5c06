// The life of a connection. It ends with its request, by its caller, or by its timeout, and then gives back its slot.
import { checkMs } from "../gather/check.ts";
import type { Alarms, Release } from "../gather/index.ts";
import { orAborted } from "../streams/or-aborted.ts";
import type { Call } from "../upstream/call/call.ts";
import { UpstreamError } from "../upstream/call/outcome.ts";
import type { Scope } from "../upstream/request/scope.ts";
import type { Address } from "./address.ts";

/** The options of a connection. */
export interface ConnectionOptions {
  /**
   * `"on"`: TLS from the first byte. `"startTls"`: plain until `startTls()` is called.
   *
   * @default "off"
   */
  readonly tls?: "off" | "on" | "startTls" | undefined;
  /** Ends this connection alone. Pass the signal of the task that opens it. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds from the slot to the end of the connection: connecting, reading and writing. At most 2,147,483,647, or
   * `Infinity` for as long as the request lives.
   *
   * @default the scope's
   */
  readonly timeoutMs?: number | undefined;
  /** The name for errors and the trace. @default hostname:port */
  readonly upstream?: string | undefined;
  /** The call to use, if it has started. Its `ttfbMs` is the time to connect. @default a new call */
  readonly call?: Call | undefined;
}

/** The life of a connection, from before it connects. It ends once, with or without an error. */
export class ConnectionLife {
  readonly upstream: string;
  readonly call: Call;
  /** The state of the connection, for the error message. */
  phase = "before it was connected";
  readonly #over = new AbortController();
  readonly #listeners: ((failure: UpstreamError | undefined) => void)[] = [];
  readonly #startedAt = performance.now();
  readonly #alarms: Alarms;
  readonly #timeoutMs: number;
  #failure: UpstreamError | undefined;
  #slot: Release | undefined;
  #cancelTimeout = (): void => undefined;

  /** @throws {RangeError} for a `timeoutMs` that no timer can wait. */
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

  /** Aborts at the end of the connection. Its reason is the error, if there is one. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Keeps `slot` until the end, and starts the timeout. @throws The reason, if the connection has ended. */
  begin(slot: Release): void {
    if (this.over.aborted) slot();
    this.over.throwIfAborted();
    this.#slot = slot;
    const expire = (): void => {
      const what = `passed its ${this.#timeoutMs} ms timeout ${this.phase} (${this.call.waited()})`;
      this.fail(new UpstreamError(this.upstream, "connection_timeout", what));
    };
    this.#cancelTimeout = this.#alarms.set(this.#timeoutMs, expire);
  }

  /** Settles as `work` does, or rejects when the connection ends. */
  orOver<T>(work: Promise<T>): Promise<T> {
    return orAborted(work, this.over);
  }

  /** Ends the connection with `reason` as an error, and returns that error. The first error stays. */
  fail(reason: unknown): UpstreamError {
    if (this.#failure !== undefined) return this.#failure;
    if (this.over.aborted) return new UpstreamError(this.upstream, "not_wanted", "was already closed");
    const afterMs = Math.round(performance.now() - this.#startedAt);
    this.#failure = this.call.failure(reason, undefined, `after ${afterMs} ms, ${this.phase}`);
    this.#end();
    return this.#failure;
  }

  /** Ends the connection without an error. */
  end(): void {
    if (!this.over.aborted) this.#end();
  }

  /** Calls `listener` when the connection has ended, with the error, if there is one. */
  whenOver(listener: (failure: UpstreamError | undefined) => void): void {
    if (this.over.aborted) listener(this.#failure);
    else this.#listeners.push(listener);
  }

  readonly #stop = (): void => {
    this.fail(this.call.signal.reason);
  };

  #end(): void {
    this.#cancelTimeout();
    this.call.signal.removeEventListener("abort", this.#stop);
    this.call.end();
    this.#over.abort(this.#failure);
    this.#slot?.();
    for (const listener of this.#listeners) listener(this.#failure);
  }
}
