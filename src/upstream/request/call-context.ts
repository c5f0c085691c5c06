// The context of a part of an answer. A part gets it, calls upstreams with it, and passes it on.
import type { Forkable } from "../../gather/index.ts";
import type { Call } from "../call/call.ts";
import type { CallInit, Reply } from "./call-init.ts";
import type { Scope } from "./scope.ts";

/** A function and not a member, so that endpoint code cannot reach the scope by accident. */
let scopeOf: (call: CallContext) => Scope;

/**
 * The context of a part and of every task below it: a signal, and a way to call upstreams. Pass it on as the first
 * argument, and to helpers as `context`. Each task of a helper gets its own copy.
 *
 * @example
 * const details = await gather(
 *   { weather: (own) => forecast(own, place), air: (own) => airQuality(own, place) },
 *   { context: call },
 * );
 *
 * Caveat: inside a task, use the task's own copy. The outer context goes on when the helper cancels the task.
 */
export class CallContext implements Forkable {
  /** Aborts when the result is no longer needed: another part failed, the deadline passed, the client left. */
  readonly signal: AbortSignal;
  /** The calls of this context and its copies, in order. */
  readonly calls: readonly Call[];
  readonly #scope: Scope;
  readonly #calls: Call[];

  static {
    scopeOf = (call) => call.#scope;
  }

  /** `signal` must abort when the scope's does. */
  constructor(scope: Scope, signal = scope.signal, calls: Call[] = []) {
    this.#scope = scope;
    this.#calls = calls;
    this.calls = calls;
    this.signal = signal;
  }

  /**
   * Returns a copy for work that can be cancelled alone. `signal` must abort when this context's does, as long as the work
   * runs. A body that the work leaves behind ends with this context.
   */
  fork(signal: AbortSignal): this {
    return new CallContext(this.#scope, this.#scope.adopt(signal, this.signal), this.#calls) as this;
  }

  /**
   * Calls `url` and resolves when the headers have arrived, with any status, like the platform's `fetch`.
   *
   * @example
   * const response = await call.fetch("https://api.example.com/news", { timeoutMs: 800 });
   *
   * @throws {UpstreamError} with the `outcome` of the call. Reading the body throws it too.
   */
  fetch(url: string | URL, init: Omit<CallInit, "signal" | "call"> = {}): Promise<Response> {
    return this.#scope.fetch(url, { ...init, call: this.open(init.upstream) });
  }

  /** Calls `url` and reads the whole answer. @throws {UpstreamError} as `fetch`. */
  read(url: string | URL, init: Omit<CallInit, "signal" | "call"> = {}): Promise<Reply> {
    return this.#scope.read(url, { ...init, call: this.open(init.upstream) });
  }

  /** Starts one more call. */
  open(upstream?: string): Call {
    const call = this.#scope.open(upstream, this.signal);
    this.#calls.push(call);
    return call;
  }
}

export { scopeOf };
