// Results one by one, the fastest first.
import { completions, type Completion } from "./completions.ts";
import type { GatherOptions, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and yields `{ key, status, value | reason }` as each one ends, in success or failure.
 *
 * Like `asyncio.as_completed`, but leaving the loop early aborts the running tasks and waits until they have stopped.
 * The tasks start when the loop starts. Each has its own signal: a response that one task returned can still be read
 * after the other tasks were aborted.
 *
 * A result keeps its place until the loop asks for the next one. So with `concurrency`, a slow loop also limits how
 * many tasks start ahead of it.
 *
 * @example
 * for await (const { key, status } of asCompleted({ a: taskA, b: taskB })) {
 *   console.log(key, status); // the faster task first
 * }
 *
 * @throws The reason of `signal`, from the loop, after the results that were ready by then. The same holds for all
 * errors below.
 * @throws {TimeoutError} after `timeoutMs`.
 * @throws {TypeError} for a task that is not a function.
 * @throws {RangeError} for an option out of range.
 * @throws The error that an iterable of tasks throws.
 *
 * Caveat: if you drop the iterator without leaving the loop, only `signal` or `timeoutMs` ends it. If you call
 * `return()` by hand, it waits for the pending `next()`. Aborting `signal` does not wait.
 */
export function asCompleted<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): AsyncGenerator<Completion<S>, void, undefined> {
  return completions(tasks, options);
}
