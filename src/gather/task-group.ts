// Tasks that are started one by one, while others run, and end together.
import { Run } from "./run.ts";
import { checkTask } from "./source.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/**
 * A block's tasks: `await using group = new TaskGroup()`, then `group.start(task)` at any time, also from within a task. Leaving the
 * block waits for all of them.
 *
 * Like `asyncio.TaskGroup`: the first task that fails aborts the others, and leaving the block rejects with an `AggregateError` of all
 * that failed of their own, in start order.
 *
 * @throws on leaving the block: that `AggregateError`; the reason of `signal` or `cancel`; a `TimeoutError` after `timeoutMs`.
 * From its constructor: `RangeError` for an option out of range.
 *
 * Caveat: `await using` does not tell the group that its block threw, so the tasks run to their end; `cancel` them first where
 * that matters. A task that ignores its signal holds the block open after an abort, for at most `graceMs` (100 ms).
 */
export class TaskGroup<C extends TaskContext = TaskContext> implements AsyncDisposable {
  readonly #run: Run<C>;
  readonly #running = new Set<Promise<unknown>>();
  readonly #errors = new Map<number, unknown>();
  #closed = false;

  constructor(options: Omit<GatherOptions<C>, "concurrency"> = {}) {
    this.#run = new Run(options);
  }

  /** The signal that every task of the group is handed. */
  get signal(): AbortSignal {
    return this.#run.context.signal;
  }

  /**
   * Starts `task` now and returns its result. A failure that nobody awaits is not lost: it is the group's. In a group that is being
   * cancelled the task is not called and the promise rejects with the group's reason.
   *
   * @throws `Error` when the block has been left; `TypeError` when `task` is not a function.
   */
  start<T>(task: Task<T, C>): Promise<T> {
    if (this.#closed) throw new Error("this TaskGroup is closed: its block has been left");
    const index = this.#run.started;
    checkTask(task, index);
    const promise = this.#run.stopped ? Promise.reject(this.#run.reason) : this.#run.start(task);
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

  /** Aborts every task; leaving the block then rejects with `reason`. Does nothing after the first abort. */
  cancel(reason: unknown = new DOMException("the TaskGroup was cancelled", "AbortError")): void {
    this.#run.stop(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    const quiet = this.#quiet();
    try {
      await this.#run.orStop(quiet);
    } catch {
      // What stopped the group is told below, when its tasks have ended.
    }
    await this.#run.close(() => quiet);
    this.#closed = true;
    if (this.#errors.size > 0)
      throw new AggregateError(this.#inOrder(), `${this.#errors.size} tasks of the group failed`);
    if (this.#run.stopped) throw this.#run.reason;
  }

  /** Resolves when no task is running; those that are started meanwhile count. */
  async #quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #fail(index: number, reason: unknown): void {
    const first = !this.#run.stopped;
    // After an abort from outside nothing is a failure of its own, and neither is a task that passes the abort's reason on.
    if (first || (this.#errors.size > 0 && !this.#passesOn(reason))) this.#errors.set(index, reason);
    this.#run.stop(reason);
  }

  /** Whether `reason` is the group's own: the very object, or the copy of it that workerd's `fetch` rejects with. */
  #passesOn(reason: unknown): boolean {
    const own: unknown = this.signal.reason;
    if (reason === own || reason === this.#run.reason) return true;
    return (
      reason instanceof Error && own instanceof Error && reason.name === own.name && reason.message === own.message
    );
  }

  #inOrder(): unknown[] {
    return [...this.#errors].toSorted(([a], [b]) => a - b).map(([, reason]) => reason);
  }
}
