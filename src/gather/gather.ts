// The main helper: all results or the first error.
import { collect } from "./collect.ts";
import type { Gathered, GatherOptions, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and returns their results in the shape of `tasks`.
 *
 * Like `Promise.all`, but when one task fails, the others are aborted. `gather` rejects with that first error only
 * after all of them have stopped. Python's `asyncio.gather` leaves them running; `asyncio.TaskGroup` is closer.
 *
 * All tasks start in the same turn, in input order, up to `concurrency`. After a failure no further task starts. An
 * iterable is pulled at most `concurrency` tasks ahead of the results, and closed when `gather` leaves it early.
 *
 * @example
 * const { weather, air } = await gather({
 *   weather: ({ signal }) => fetchJson(weatherUrl, signal),
 *   air: ({ signal }) => fetchJson(airUrl, signal),
 * });
 *
 * @throws The first task error by time, the very same object.
 * @throws The reason of `signal`.
 * @throws {TimeoutError} after `timeoutMs`.
 * @throws {TypeError} for a task that is not a function.
 * @throws {RangeError} for an option out of range.
 * @throws The error that an iterable of tasks throws.
 *
 * Caveat: after an error, a task that ignores its signal delays the end, by at most `graceMs` (100 ms).
 */
export function gather<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<Gathered<S>> {
  const joining = { join: (started: readonly Promise<unknown>[]) => Promise.all(started), failFast: true };
  return collect(tasks, options, joining) as Promise<Gathered<S>>;
}
