// One call of a helper, from start to end: its shared signal, the reasons to stop, and the wait for stopped tasks.
import { checkCount, checkMs } from "./check.ts";
import type { Forkable, GatherOptions, Task, TaskContext } from "./task.ts";
import { TimeoutError } from "./timeout-error.ts";

/** Default time that a call waits for tasks that ignore their signal. */
const DEFAULT_GRACE_MS = 100;

/**
 * The state of one call: what started, whether it stopped and why.
 *
 * @throws {RangeError} from the constructor, for an option out of range.
 */
export class Run<C extends TaskContext = TaskContext> {
  readonly concurrency: number;
  /** The context of tasks that share one signal. */
  readonly context: C;
  /** The number of tasks that have started. */
  started = 0;

  readonly #controller = new AbortController();
  readonly #graceMs: number;
  readonly #outer: (C & Forkable) | undefined;
  readonly #outside: AbortSignal | undefined;
  // Pending waits that a stop ends. Racing one long-lived promise instead would leave a reaction on it each time.
  readonly #waiting = new Set<(reason: unknown) => void>();
  readonly #closing: Promise<unknown>[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  // A field, because the signal turns an `undefined` reason into an AbortError.
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

  /** Returns the context for a task that has its own signal. */
  contextWith(signal: AbortSignal): C {
    // Without an outer context `C` is a bare `TaskContext`.
    return this.#outer?.fork(signal) ?? ({ signal } as C);
  }

  get stopped(): boolean {
    return this.#stop !== undefined;
  }

  /** The first reason to stop. It may be `undefined` even after a stop. */
  get reason(): unknown {
    return this.#stop?.reason;
  }

  /** Calls `task`. A synchronous throw passes through. */
  call(task: Task<unknown, C>, context = this.context): Promise<unknown> {
    this.started++;
    return Promise.resolve(task(context));
  }

  /** Calls `task`. A synchronous throw becomes a rejection. */
  start(task: Task<unknown, C>, context = this.context): Promise<unknown> {
    try {
      return this.call(task, context);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  /** Aborts the signal of the tasks. Returns the first reason to stop, for the caller to throw. */
  stop(reason: unknown): unknown {
    if (this.#stop === undefined) {
      this.#stop = { reason };
      this.#controller.abort(reason);
      for (const reject of this.#waiting) reject(reason);
    }
    return this.#stop.reason;
  }

  /** Settles as `promise` does, or rejects as soon as the run stops. */
  orStop<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.add(reject);
      promise.then(resolve, reject).finally(() => waiting.delete(reject));
      if (this.#stop !== undefined) reject(this.#stop.reason);
    });
  }

  /** Makes `close` wait for `closing`. Its failure is ignored. */
  alsoClose(closing: Promise<unknown>): void {
    this.#closing.push(closing);
  }

  /** Drops the timer and the outer signals. After this, neither a deadline nor an outer abort can stop the run. */
  settle(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#outside?.removeEventListener("abort", this.#leave);
    this.#outer?.signal.removeEventListener("abort", this.#leave);
  }

  /** Settles the run. After a stop, it first waits for `quiet` and for the pending closings, at most `graceMs`. */
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
