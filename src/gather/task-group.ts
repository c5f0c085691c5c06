// Tasks that are started one by one, while others run, and end together: as a function, and as a class for `await using`.
import { aggregate } from "./aggregate.ts";
import { Group, type TaskStarter } from "./group.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/**
 * Calls `block` with a group, in which it starts tasks at any time. Resolves to the block's value when all of them have ended.
 *
 * Like `async with asyncio.TaskGroup()`: the first failure, of the block or of a task, aborts the group's signal. Then it rejects with that error
 * alone, as `gather` does, after the block and all tasks have stopped. A task's failure is the group's even if the block catches it.
 *
 * ```ts
 * const [weather, news] = await taskGroup(async (group) => {
 *   const place = group.start(({ signal }) => findPlace(name, signal));
 *   const weather = group.start(async ({ signal }) => forecast(await place, signal));
 *   const news = group.start(({ signal }) => headlines(signal));
 *   return Promise.all([weather, news]);
 * });
 * ```
 *
 * @throws the first error by time, the very object; the reason of `signal` or `cancel`; a `TimeoutError` after `timeoutMs`; `RangeError` for an
 * option out of range. The block is not called where `signal` has aborted or `timeoutMs` has passed already.
 *
 * Caveat: a task or a block that ignores its signal holds the call open, for at most `graceMs` (100 ms).
 */
export async function taskGroup<T, C extends TaskContext = TaskContext>(
  block: (group: TaskStarter<C>) => T | PromiseLike<T>,
  options: GatherOptions<C> = {},
): Promise<T> {
  const group = new Group<C>(options, (_index, reason) => group.run.stop(reason));
  const { run } = group;
  let ended: Promise<T> | undefined;
  try {
    if (run.stopped) throw run.reason;
    ended = Promise.resolve(block(group));
    // Noted in the turn in which it comes, or a task that fails a moment later would pass for the first.
    ended.catch((reason: unknown) => run.stop(reason));
    const value = await run.orStop(ended);
    await run.orStop(group.quiet());
    return value;
  } catch (reason) {
    throw run.stop(reason);
  } finally {
    await group.close(() => Promise.allSettled([ended, group.quiet()]));
  }
}

/**
 * A block's tasks, for `await using group = new TaskGroup()`: leaving the block waits for all of them.
 *
 * The first task that fails aborts the others, and leaving the block rejects with an `AggregateError` of all that failed themselves, in start
 * order. `taskGroup` rejects with the first error alone, and is what most blocks want.
 *
 * @throws on leaving the block: that `AggregateError`; the reason of `signal` or `cancel`; a `TimeoutError` after `timeoutMs`. From its
 * constructor: `RangeError` for an option out of range.
 *
 * Caveat: `await using` cannot see its block throw. The tasks then run to their end, and where one of them fails too, the block rejects with a
 * `SuppressedError`. `taskGroup` cancels them. A task that ignores its signal holds the block open after an abort, for at most `graceMs` (100 ms).
 */
export class TaskGroup<C extends TaskContext = TaskContext> implements TaskStarter<C>, AsyncDisposable {
  readonly #group: Group<C>;
  readonly #errors = new Map<number, unknown>();

  constructor(options: GatherOptions<C> = {}) {
    this.#group = new Group(options, this.#fail);
  }

  get signal(): AbortSignal {
    return this.#group.signal;
  }

  get context(): C {
    return this.#group.context;
  }

  start<T>(task: Task<T, C>): Promise<T> {
    return this.#group.start(task);
  }

  cancel(reason?: unknown): void {
    this.#group.cancel(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#group.closed) return;
    const { run } = this.#group;
    const quiet = this.#group.quiet();
    try {
      await run.orStop(quiet);
    } catch {
      // The reason of the stop is thrown below, when the tasks have ended.
    }
    await this.#group.close(() => quiet);
    const failed = this.#errors.size;
    if (failed > 0) throw aggregate(this.#inOrder(), `${failed} task${failed === 1 ? "" : "s"} of the group failed`);
    if (run.stopped) throw run.reason;
  }

  readonly #fail = (index: number, reason: unknown): void => {
    const { run } = this.#group;
    // After an abort from outside nothing is a failure of its own, and neither is a task that passes the abort's reason on.
    if (!run.stopped || (this.#errors.size > 0 && !this.#passesOn(reason))) this.#errors.set(index, reason);
    run.stop(reason);
  };

  /** Whether `reason` is the group's own: the very object, or the copy of it that workerd's `fetch` rejects with. */
  #passesOn(reason: unknown): boolean {
    const own: unknown = this.signal.reason;
    if (reason === this.#group.run.reason) return true;
    return (
      reason instanceof Error && own instanceof Error && reason.name === own.name && reason.message === own.message
    );
  }

  #inOrder(): unknown[] {
    return [...this.#errors].toSorted(([a], [b]) => a - b).map(([, reason]) => reason);
  }
}
