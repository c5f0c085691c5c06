// The engine of taskGroup and TaskGroup: tasks that are started one by one, while others run, and end together.
import { Run } from "./run.ts";
import { Semaphore } from "./semaphore.ts";
import { checkTask } from "./source.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/** Starts tasks that end together. */
export interface TaskStarter<C extends TaskContext = TaskContext> {
  /** The signal that every task is handed. Pass it to what the block itself awaits. */
  readonly signal: AbortSignal;

  /** The context that every task is handed, `signal` included. */
  readonly context: C;

  /**
   * Starts `task` and returns its result. A failure that the block does not await is not lost: the group rejects with it. The task is not called,
   * and the promise rejects with the group's reason, when the group stops before the task has a place.
   *
   * @throws `Error` when the group has ended; `TypeError` when `task` is not a function.
   *
   * Caveat: with `concurrency`, a task that awaits one that has no place yet keeps its own place meanwhile, and may wait for ever.
   */
  start<T>(task: Task<T, C>): Promise<T>;

  /** Aborts every task; the group then rejects with `reason`. Does nothing after the first abort. */
  cancel(reason?: unknown): void;
}

/** Calls `fail` with each task's failure and its index in start order. @throws from its constructor: `RangeError` for an option out of range. */
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

  /** Resolves when no task is running. Tasks that are started meanwhile count. */
  async quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** After a stop, waits for what `quiet` waits for, for at most `graceMs`. Then no task can be started. */
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
      // A stop may have come in the same turn as the place.
      if (this.run.stopped) throw this.run.reason;
      return await this.run.start(task);
    } finally {
      release();
    }
  }
}
