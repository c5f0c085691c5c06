// Tasks start one by one while others run, and end together. As a function, and as a class for `await using`.
import { aggregate } from "./aggregate.ts";
import { Group, type TaskStarter } from "./group.ts";
import type { GatherOptions, Task, TaskContext } from "./task.ts";

/**
 * Calls `block` with a group. The block can start tasks in it at any time. Resolves to the block's value when all tasks
 * have ended.
 *
 * Like `async with asyncio.TaskGroup()`: the first failure, of the block or of a task, aborts the group's signal. After
 * the block and all tasks have stopped, it rejects with that error alone, as `gather` does. A task's failure counts
 * even if the block catches it.
 *
 * @example
 * const [weather, news] = await taskGroup(async (group) => {
 *   const place = group.start(({ signal }) => findPlace(name, signal));
 *   const weather = group.start(async ({ signal }) => forecast(await place, signal));
 *   const news = group.start(({ signal }) => headlines(signal));
 *   return Promise.all([weather, news]);
 * });
 *
 * @throws The first error by time, the very same object.
 * @throws The reason of `signal` or of `cancel`. If `signal` has aborted already, `block` is not called.
 * @throws {TimeoutError} after `timeoutMs`. If `timeoutMs` is 0 or less, `block` is not called.
 * @throws {RangeError} for an option out of range.
 *
 * Caveat: after an error, a block or task that ignores its signal delays the end, by at most `graceMs` (100 ms).
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
    // Note the error in the turn in which it comes. Otherwise a later failure of a task could count as the first.
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
 * A group of tasks for `await using`. Leaving the block waits for all of them.
 *
 * The first task that fails aborts the others. Leaving the block then rejects with an `AggregateError` of all tasks
 * that failed by themselves, in start order. Most blocks want `taskGroup`, which rejects with the first error alone.
 *
 * @example
 * await using group = new TaskGroup();
 * group.start(({ signal }) => headlines(signal));
 *
 * @throws {AggregateError} on leaving the block, if tasks failed.
 * @throws The reason of `signal` or of `cancel`, on leaving the block.
 * @throws {TimeoutError} on leaving the block, after `timeoutMs`.
 * @throws {RangeError} from the constructor, for an option out of range.
 *
 * Caveat: `await using` cannot see that its block threw. The tasks then run to their end. If one of them fails too, the
 * block rejects with a `SuppressedError`. `taskGroup` cancels them instead. After an abort, a task that ignores its
 * signal delays the end, by at most `graceMs` (100 ms).
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
      // Thrown below, when the tasks have ended.
    }
    await this.#group.close(() => quiet);
    const failed = this.#errors.size;
    if (failed > 0) throw aggregate(this.#inOrder(), `${failed} task${failed === 1 ? "" : "s"} of the group failed`);
    if (run.stopped) throw run.reason;
  }

  readonly #fail = (index: number, reason: unknown): void => {
    const { run } = this.#group;
    // After an outer abort, no task fails by itself. A task that only passes the abort's reason on did not fail either.
    if (!run.stopped || (this.#errors.size > 0 && !this.#passesOn(reason))) this.#errors.set(index, reason);
    run.stop(reason);
  };

  /** Returns true if `reason` is the group's own, or the copy of it that workerd's `fetch` rejects with. */
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
