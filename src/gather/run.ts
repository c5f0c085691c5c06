// One call of a helper from its start to its end: the signal its tasks share, what may stop it, and the wait for the tasks it stopped.
import { checkCount, checkMs } from "./check.ts";
import type { Forkable, GatherOptions, Task, TaskContext } from "./task.ts";
import { TimeoutError } from "./timeout-error.ts";

/** How long, by default, a call waits for tasks that do not heed their signal. */
const DEFAULT_GRACE_MS = 100;

/** @throws from its constructor: `RangeError` for an option out of range. */
export class Run<C extends TaskContext = TaskContext> {
  readonly concurrency: number;
  /** What tasks are handed that share one signal. */
  readonly context: C;
  /** How many tasks have been started. */
  started = 0;

  readonly #controller = new AbortController();
  readonly #graceMs: number;
  readonly #outer: (C & Forkable) | undefined;
  readonly #outside: AbortSignal | undefined;
  // Those who wait for something that a stop makes pointless. Racing one long-lived promise instead would leave a reaction on it each time.
  readonly #waiting = new Set<(reason: unknown) => void>();
  readonly #closing: Promise<unknown>[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  // Kept here and not read back from the signal, which turns an undefined reason into an AbortError.
  #stop: { readonly reason: unknown } | undefined;

  constructor(options: GatherOptions<C>) {
    const { signal, context, timeoutMs = Infinity, concurrency = Infinity, graceMs = DEFAULT_GRACE_MS } = options;
    this.concurrency = checkCount("concurrency", concurrency, 1, true);
    this.#graceMs = Math.max(0, checkMs("graceMs", graceMs));
    checkMs("timeoutMs", timeoutMs);
    this.#outer = context;
    this.context = this.contextWith(this.#controller.signal);
    if (signal?.aborted) this.stop(signal.reason);
    else if (context?.signal.aborted) this.stop(context.signal.reason);
    else if (timeoutMs <= 0) this.#expire(timeoutMs);
    else {
      this.#outside = signal;
      signal?.addEventListener("abort", this.#leave);
      context?.signal.addEventListener("abort", this.#leave);
      if (timeoutMs !== Infinity) this.#timer = setTimeout(() => this.#expire(timeoutMs), timeoutMs);
    }
  }

  /** What a task is handed that has a signal of its own. */
  contextWith(signal: AbortSignal): C {
    // Without an outer context `C` is a bare `TaskContext`.
    return this.#outer?.fork(signal) ?? ({ signal } as C);
  }

  get stopped(): boolean {
    return this.#stop !== undefined;
  }

  /** The first reason the run was stopped for, even where that is `undefined`. */
  get reason(): unknown {
    return this.#stop?.reason;
  }

  /** Calls `task`. A throw passes through. */
  call(task: Task<unknown, C>, context = this.context): Promise<unknown> {
    this.started++;
    return Promise.resolve(task(context));
  }

  /** Calls `task`. A throw becomes a rejection like any other. */
  start(task: Task<unknown, C>, context = this.context): Promise<unknown> {
    try {
      return this.call(task, context);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  /** Aborts the tasks' signal. The first reason stays; it is returned, for throwing. */
  stop(reason: unknown): unknown {
    if (this.#stop === undefined) {
      this.#stop = { reason };
      this.#controller.abort(reason);
      for (const reject of this.#waiting) reject(reason);
    }
    return this.#stop.reason;
  }

  /** Settles as `promise` does, or rejects at once when the run is stopped. */
  orStop<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.add(reject);
      promise.then(resolve, reject).finally(() => waiting.delete(reject));
      if (this.#stop !== undefined) reject(this.#stop.reason);
    });
  }

  /** Makes the run's end wait for `closing`, whose failure is nobody's business. */
  alsoClose(closing: Promise<unknown>): void {
    this.#closing.push(closing);
  }

  /** Lets go of the timer and the outside signal: from here on nothing stops the run from outside. */
  settle(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#outside?.removeEventListener("abort", this.#leave);
    this.#outer?.signal.removeEventListener("abort", this.#leave);
  }

  /** Settles the run; after a stop, first waits for what `quiet` waits for and what is being closed, for at most `graceMs`. */
  async close(quiet: () => Promise<unknown>): Promise<void> {
    this.settle();
    if (this.#stop === undefined) return;
    const ended = quiet().then(() => Promise.allSettled(this.#closing));
    if (this.#graceMs === Infinity) return void (await ended);
    const { promise: grace, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#graceMs);
    await Promise.race([ended, grace]);
    clearTimeout(timer);
  }

  readonly #leave = ({ target }: Event): void => {
    this.stop((target as AbortSignal).reason);
  };

  #expire(timeoutMs: number): void {
    this.stop(new TimeoutError(timeoutMs, this.started));
  }
}
