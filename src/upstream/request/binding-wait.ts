// The wait for work that the platform cannot cancel: its time, its slot, and what remains of it when nobody waits any more.
import type { Call } from "../call/call.ts";
import { UpstreamError } from "../call/outcome.ts";
import { slotFor } from "../layers/slot.ts";
import type { Scope } from "./scope.ts";

/** One lookup's wait. Disposing of it ends the wait; the slot is given back when the work has settled. */
export class BindingWait implements Disposable {
  readonly #scope: Scope;
  readonly #call: Call;
  readonly #timeoutMs: number;
  #over: PromiseWithResolvers<never> | undefined;
  #controller: AbortController | undefined;
  #release: (() => void) | undefined;
  #callOff: (() => void) | undefined;
  #endsAt = Infinity;

  constructor(scope: Scope, call: Call, timeoutMs: number) {
    this.#scope = scope;
    this.#call = call;
    this.#timeoutMs = timeoutMs;
  }

  /** Aborts when the result is no longer wanted. Made when it is first asked for. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#call.signal.aborted) this.#controller.abort(this.#call.signal.reason);
    return this.#controller.signal;
  }

  /** Milliseconds left, of its own time and the request's. */
  get leftMs(): number {
    return Math.max(0, Math.min(this.#endsAt, this.#scope.deadlineAt) - performance.now());
  }

  /** Waits for a slot. @throws the reason of the call's signal. */
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

  /** Settles as `work` does, or rejects when its time is over or the call is stopped. The scope knows what goes on then. */
  upTo(work: () => Promise<unknown>): Promise<unknown> {
    const over = this.#ending();
    const release = this.#release;
    this.#release = undefined;
    const settled = this.#scope.unsettled;
    settled.add(this.#call);
    const running = work().finally(() => {
      settled.delete(this.#call);
      release?.();
    });
    running.catch(() => undefined);
    return Promise.race([running, over.promise]);
  }

  [Symbol.dispose](): void {
    this.#callOff?.();
    this.#call.signal.removeEventListener("abort", this.#leave);
    this.#release?.();
  }

  #ending(): PromiseWithResolvers<never> {
    if (this.#over === undefined) {
      this.#over = Promise.withResolvers<never>();
      this.#over.promise.catch(() => undefined);
    }
    return this.#over;
  }

  readonly #expire = (): void => {
    const { upstream } = this.#call;
    const what = `passed its ${this.#timeoutMs} ms timeout (${this.#call.waited()})`;
    this.#end(new UpstreamError(upstream, "attempt_timeout", what));
  };

  readonly #leave = (): void => this.#end(this.#call.signal.reason);

  #end(reason: unknown): void {
    this.#controller?.abort(reason);
    this.#ending().reject(reason);
  }
}
