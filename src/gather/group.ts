// The engine of taskGroup and TaskGroup: tasks start one by one while others run, and all end together.
import { Run } from "./run.ts";
import { Semaphore } from "./semaphore.ts";
import { checkTask } from "./source.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/** Starts tasks that end together. */
export interface TaskStarter<C extends TaskContext = TaskContext> {
  /** The signal that every task receives. Pass it to everything that the block awaits. */
  readonly signal: AbortSignal;

  /** The context that every task receives. It contains `signal`. */
  readonly context: C;

  /**
   * Starts `task` and returns its result. The group rejects if the task fails, even if the block does not await it. If
   * the group stops while the task waits for a place, the task never runs and the promise rejects with that reason.
   *
   * @throws {Error} when the group has ended.
   * @throws {TypeError} when `task` is not a function.
   *
   * Caveat: with `concurrency`, a task that awaits another one keeps its place. If the other one waits for a place,
   * both may wait for ever.
   */
  start<T>(task: Task<T, C>): Promise<T>;

  /** Aborts every task. The group then rejects with `reason`. Only the first call has an effect. */
  cancel(reason?: unknown): void;
}

/**
 * A set of running tasks. Calls `fail` with each task's error and its index in start order.
 *
 * @throws {RangeError} from the constructor, for an option out of range.
 */
export class Group<C extends TaskContext> implements TaskStarter<C> {
  readonly run: Run<C>;
  readonly #places: Semaphore | undefined;
  readonly #fail: (index: number, reason: unknown) => void;
  readonly #running = new Set<Promise<unknown>>();
  #count = 0;
  #closed = false;

  constructor(options: GatherOptions<C>, fail: (index: number, reason: unknown) => void) {
    this.run = new Run<C>(options);
    this.#places = this.run.concurrency === Infinity ? undefined : new Semaphore(this.run.concurrency);
    this.#fail = fail;
  }

  get signal(): AbortSignal {
    return this.run.context.signal;
  }

  get context(): C {
    return this.run.context;
  }

  get closed(): boolean {
    return this.#closed;
  }

  start<T>(task: Task<T, C>): Promise<T> {
    if (this.#closed) throw new Error("this task group is closed: its block has been left");
    const index = this.#count;
    checkTask<C>(task, index);
    this.#count++;
    const promise = this.#begin(task);
    this.#running.add(promise);
    promise.then(
      () => this.#running.delete(promise),
      (reason: unknown) => {
        this.#running.delete(promise);
        this.#fail(index, reason);
      },
    );
    return promise as Promise<T>;
  }

  cancel(reason: unknown = new DOMException("the task group was cancelled", "AbortError")): void {
    this.run.stop(reason);
  }

  /** Resolves when no task is running. It also waits for tasks that start in the meantime. */
  async quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Closes the group: no task can start any more. After a stop, it first waits for `quiet`, at most `graceMs`. */
  async close(quiet: () => Promise<unknown>): Promise<void> {
    await this.run.close(quiet);
    this.#closed = true;
  }

  #begin(task: Task<unknown, C>): Promise<unknown> {
    if (this.run.stopped) return Promise.reject(this.run.reason);
    return this.#places === undefined ? this.run.start(task) : this.#inTurn(this.#places, task);
  }

  async #inTurn(places: Semaphore, task: Task<unknown, C>): Promise<unknown> {
    const release = places.tryAcquire() ?? (await this.run.orStop(places.acquire()));
    try {
      // The run may have stopped in the same turn in which the place came.
      if (this.run.stopped) throw this.run.reason;
      return await this.run.start(task);
    } finally {
      release();
    }
  }
}
