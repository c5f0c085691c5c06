// The wait for a lookup that the platform cannot cancel: its time limit, its slot, and its end without a waiting
// caller.
import type { Call } from "../call/call.ts";
import { UpstreamError } from "../call/outcome.ts";
import { slotFor } from "../layers/slot.ts";
import type { Scope } from "./scope.ts";

/** The wait for one lookup. Disposing of it ends the wait. The slot is given back when the lookup has settled. */
export class BindingWait implements Disposable {
  readonly #scope: Scope;
  readonly #call: Call;
  readonly #timeoutMs: number;
  readonly #over = Promise.withResolvers<never>();
  #controller: AbortController | undefined;
  #release: (() => void) | undefined;
  #callOff: (() => void) | undefined;
  #endsAt = Infinity;

  constructor(scope: Scope, call: Call, timeoutMs: number) {
    this.#scope = scope;
    this.#call = call;
    this.#timeoutMs = timeoutMs;
    this.#over.promise.catch(() => undefined);
  }

  /** Aborts when the result is no longer needed. Created on first use. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#call.signal.aborted) this.#controller.abort(this.#call.signal.reason);
    return this.#controller.signal;
  }

  /** Milliseconds that are left, of its own time and of the request's. */
  get leftMs(): number {
    return Math.max(0, Math.min(this.#endsAt, this.#scope.deadlineAt) - performance.now());
  }

  /** Waits for a slot. @throws The reason of the call's signal. */
  async slot(): Promise<void> {
    this.#release = await slotFor(this.#call, this.#call.signal, this.#scope.slots);
  }

  /** Starts the clock. */
  start(): void {
    this.#endsAt = performance.now() + this.#timeoutMs;
    this.#callOff = this.#scope.alarms.set(this.#timeoutMs, this.#expire);
    this.#call.signal.addEventListener("abort", this.#leave);
    if (this.#call.signal.aborted) this.#leave();
  }

  /** Settles as `work` does, or rejects after the time limit or a stop. The scope records work that goes on then. */
  upTo(work: () => Promise<unknown>): Promise<unknown> {
    const release = this.#release;
    this.#release = undefined;
    const settled = this.#scope.unsettled;
    settled.add(this.#call);
    const running = work().finally(() => {
      settled.delete(this.#call);
      release?.();
    });
    running.catch(() => undefined);
    return Promise.race([running, this.#over.promise]);
  }

  [Symbol.dispose](): void {
    this.#callOff?.();
    this.#call.signal.removeEventListener("abort", this.#leave);
    this.#release?.();
  }

  readonly #expire = (): void => {
    const { upstream } = this.#call;
    const what = `passed its ${this.#timeoutMs} ms timeout (${this.#call.waited()})`;
    this.#end(new UpstreamError(upstream, "attempt_timeout", what));
  };

  readonly #leave = (): void => this.#end(this.#call.signal.reason);

  #end(reason: unknown): void {
    this.#controller?.abort(reason);
    this.#over.reject(reason);
  }
}
