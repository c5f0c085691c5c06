// The one thing a part of an answer needs to call upstreams with: it is handed to the part, and the part hands it on.
import type { Forkable } from "../../gather/index.ts";
import type { Call } from "../call/call.ts";
import type { CallInit, Reply } from "./call-init.ts";
import type { Scope } from "./scope.ts";

/** Not a member, so that code that writes endpoints finds only what it may use. */
let scopeOf: (call: CallContext) => Scope;

/**
 * What a part of an answer, and every task below it, may use: a signal, and a way to call. Pass it on as the first
 * argument, `forecast(call, place)`, and to helpers, `gather(tasks, { context: call })`, which hand their tasks a copy.
 *
 * Caveat: inside such a task use the task's own copy. The outer one goes on when the helper cancels the task.
 */
export class CallContext implements Forkable {
  /** Aborts when the result is no longer wanted: another part failed, the deadline passed, the client left. */
  readonly signal: AbortSignal;
  /** The calls made with this context and its copies, in the order they were made. */
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

  /** A copy for work that can be cancelled by itself. `signal` must abort when this context's does. */
  fork(signal: AbortSignal): this {
    return new CallContext(this.#scope, this.#scope.adopt(signal), this.#calls) as this;
  }

  /**
   * Calls `url` and resolves when the headers are in, whatever the status, like the platform's `fetch`.
   *
   * @throws `UpstreamError`, whose `outcome` tells how the call ended; reading the body throws it too.
   */
  fetch(url: string | URL, init: Omit<CallInit, "signal" | "call"> = {}): Promise<Response> {
    return this.#scope.fetch(url, { ...init, call: this.open(init.upstream) });
  }

  /** Calls `url` and reads the answer to its end. @throws as `fetch` does. */
  read(url: string | URL, init: Omit<CallInit, "signal" | "call"> = {}): Promise<Reply> {
    return this.#scope.read(url, { ...init, call: this.open(init.upstream) });
  }

  /** Starts the watch of one more call. */
  open(upstream?: string): Call {
    const call = this.#scope.open(upstream, this.signal);
    this.#calls.push(call);
    return call;
  }
}

export { scopeOf };
